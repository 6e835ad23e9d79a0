from dataclasses import dataclass

from .enums import Gender


@dataclass
class Person:
    first_name: str
    gender: Gender
