"""On PostgreSQL, the tokens of the index are really kept apart from their numbers, so that many numbers fit on a page.

A value leaves its row when the row is longer than 2 KB, whatever `toast_tuple_target` says; the filler makes each row
so long, and is compressed to some bytes.
"""

from alembic import op

revision = "0048"
down_revision = "0047"
branch_labels = None
depends_on = None

_NARROW = """
ALTER TABLE search_index
    ADD COLUMN filler TEXT NOT NULL DEFAULT repeat(' ', 2048),
    ALTER COLUMN tokens TYPE tsvector USING tokens || ''::tsvector,  -- writes each row anew
    ALTER COLUMN tokens SET STORAGE EXTERNAL
"""


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(_NARROW)


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute("ALTER TABLE search_index DROP COLUMN filler")
