from enum import Enum
class Gender(str, Enum):
    MALE = "m"
    FEMALE = "w"
class Person(models.Model):
    GENDER_CHOICES = (("m", "männlich"), ("w", "weiblich"))
    gender = models.CharField(max_length=1, choices=GENDER_CHOICES)
    gender2 = models.CharField(max_length=1, choices=Gender.choices, null=True)
    class Geschlecht(models.TextChoices):
        M = "m", _("männlich")
        W = "w", _("weiblich")
    gender3 = models.CharField(choices=Geschlecht.choices, default=Geschlecht.M, max_length=1)
    gender4 = models.CharField(max_length=1, choices=[("m", "männlich"), ("w", "weiblich")])
    gender5 = models.CharField(max_length=1, validators=[RegexValidator(r"^[mw]$")])
    gender6 = models.CharField(max_length=1, choices={"m": "männlich", "w": "weiblich"})
    gender7 = models.ForeignKey("core.Gender", on_delete=models.PROTECT)
    class Meta:
        constraints = [models.CheckConstraint(check=models.Q(gender__in=["m", "w"]), name="g")]
class P2(Base):
    gender = Column(Enum("m", "w", name="gender"), nullable=False)
    gender2 = Column(Enum(Gender))
    gender3: Mapped[Gender] = mapped_column(Enum(Gender))
    gender4: Mapped[str] = mapped_column(String(1))
    gender5 = Column(String(1), CheckConstraint("gender5 in ('m','w')"))
    gender6 = db.Column(db.Enum("m", "w"))
    gender7 = db.Column(db.String(1), nullable=False, default="m")
class P3(BaseModel):
    gender: Literal["m", "w"]
    gender2: str = Field(..., pattern="^(m|w)$")
    gender3: Annotated[str, Field(pattern=r"^[mw]$")]
    gender4: Optional[Literal["m", "w"]] = None
    gender5: constr(regex="^(m|w)$")
    gender6: Gender = Gender.MALE
class P4(Schema):
    gender = fields.String(validate=validate.OneOf(["m", "w"]), required=True)
    gender2 = fields.Str(validate=OneOf(choices=["m", "w"], labels=["a", "b"]))
    gender3 = fields.Enum(Gender)
    gender4 = fields.Str(validate=validate.Regexp("^(m|w)$"))
class F(forms.Form):
    gender = forms.ChoiceField(choices=[("m", "männlich"), ("w", "weiblich")], widget=forms.RadioSelect)
    gender2 = SelectField("Geschlecht", choices=[("m", "männlich"), ("w", "weiblich")])
    gender3 = serializers.ChoiceField(choices=["m", "w"])
    gender4 = RadioField("Geschlecht", choices=[("m", "männlich"), ("w", "weiblich")], validators=[AnyOf(["m","w"])])
class O(models.Model):
    _name = "person"
    gender = fields.Selection([("m", "männlich"), ("w", "weiblich")], string="Geschlecht")
    gender2 = fields.Selection(selection=[("m", "männlich"), ("w", "weiblich")])
MALE = "m"
FEMALE = "w"
GENDER_CHOICES2 = ((MALE, "männlich"), (FEMALE, "weiblich"))
parser.add_argument("--gender", choices=["m", "w"])
SEX = Choices(("m", "male", _("männlich")), ("f", "female", _("weiblich")))
op.create_table("person", sa.Column("gender", sa.Enum("m", "w", name="gender"), nullable=True), sa.Column("geschlecht", sa.String(length=1)))
class Mig(migrations.Migration):
    operations = [migrations.CreateModel(name="Person", fields=[("gender", models.CharField(choices=[("m", "männlich"), ("w", "weiblich")], max_length=1))]),
       migrations.AddField(model_name="person", name="geschlecht", field=models.CharField(max_length=1, choices=[("m", "männlich"), ("w", "weiblich")]))]
