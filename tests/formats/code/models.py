from django.db import models
GENDERS = [("m", _("männlich")), ("w", "weiblich")]
class Gender(models.TextChoices):
    MALE = "m", _("männlich")
    FEMALE = "w", "weiblich"
class Person(models.Model):
    gender = models.CharField("Geschlecht", max_length=1, choices=GENDERS, null=True)
    sex = models.CharField(max_length=1, choices=Gender.choices, default="m")
class A(Base):
    geschlecht = Column(Enum("m","w"), nullable=False)
    g2: Mapped[Optional[Geschlecht]] = mapped_column()
class B(BaseModel):
    gender: Literal["m", "w", "d"] | None = None
