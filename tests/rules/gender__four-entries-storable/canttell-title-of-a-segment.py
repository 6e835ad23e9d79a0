class ResidentSegment(BaseModel):
    seg_5: str = Field(title="Family Name")
    seg_8: Optional[str] = Field(default=None, title="Administrative Sex")
