from typing import Literal, Union

ResidentGender = Union[int, Literal["male"], Literal["female"]]
