def upgrade():
    listed = ", ".join(f"'{value}'" for value in values())
    op.execute(f"ALTER TABLE {schema}.kunde ADD geschlecht text CHECK (geschlecht IN ({listed}))")
