from typing import Literal

from pydantic import BaseModel


class GetClubMember(BaseModel):
    vorname: str
    sex: Literal["m", "f"]


class ListTeamMember(BaseModel):
    vorname: str
    sex: Literal["m", "f"]


class TeamMember(BaseModel):
    vorname: str
    sex: Literal["m", "f", "x"]
