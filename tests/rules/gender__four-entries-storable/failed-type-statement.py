import typing

type Letter = typing.Literal["M", "F"] | None


class Rower:
    last_name: str
    sex: Letter
