from typing import Literal, TypedDict

Resident = TypedDict("Resident", {"surname": str, "gender": Literal["m", "f"]}, total=False)
