from alembic import op


def upgrade():
    op.execute("ALTER TABLE helfer DROP COLUMN geschlecht")
