from typing import Literal


class Person:
    given_name: str
    surname: str
    sex: Literal["M", "F", "X", "U", "N"]
