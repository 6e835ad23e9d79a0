person = Table(
    "person",
    metadata,
    Column("nachname", String),
    Column("geschlecht", Enum("m", "w")),
)
