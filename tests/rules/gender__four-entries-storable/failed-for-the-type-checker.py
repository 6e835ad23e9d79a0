from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    Gender = Literal["male", "female"]
