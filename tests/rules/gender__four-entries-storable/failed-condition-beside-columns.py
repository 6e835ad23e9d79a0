def upgrade():
    op.create_table(
        "spender",
        sa.Column("nachname", sa.String(60)),
        sa.Column("geschlecht", sa.String(1), nullable=True),
        sa.CheckConstraint("geschlecht IN ('m', 'w')", name="spender_geschlecht"),
    )


def downgrade():
    op.add_column("spender_alt", sa.Column("anrede", sa.Enum("Herr", "Frau")))
