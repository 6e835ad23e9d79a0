from dataclasses import dataclass

from app.common import enums


@dataclass
class Contact:
    first_name: str
    gender: enums.Gender
