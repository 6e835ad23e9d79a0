from typing import Literal


def generate_name(gender: Literal["male", "female"], locale: str = "de") -> str:
    return "Kim"
