import sqlalchemy as sa

geschlecht_typ = sa.Enum("weiblich", "männlich", name="geschlecht_typ")
