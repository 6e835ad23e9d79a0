from typing import Literal, Optional


class ResidentClient:
    def register(self, surname: str, gender: Optional[Literal["m", "f"]] = None) -> str:
        return self.post("/residents", surname=surname, gender=gender)
