hund = Table(
    "hund",
    metadata,
    Column("rasse", String),
    Column("tierart", String),
    Column("geschlecht", Enum("m", "w")),
)
