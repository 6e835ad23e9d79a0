from typing import Literal


def daily_dose(weight: float, sex: Literal["male", "female"]) -> float:
    return weight * (0.4 if sex == "male" else 0.3)
