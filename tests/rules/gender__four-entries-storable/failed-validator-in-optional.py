from attrs import define, field, validators


@define
class Athlete:
    gender: str | None = field(default=None, validator=validators.optional(validators.in_(("male", "female"))))
