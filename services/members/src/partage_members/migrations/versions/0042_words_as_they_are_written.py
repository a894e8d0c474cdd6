"""Words are told as people write them, with their accents: documents say how, and are made anew."""

import sqlalchemy as sa
from alembic import op

revision = "0042"
down_revision = "0041"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.String:
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    _made_anew(sa.Column("written", _text(40), nullable=False, server_default=""))


def downgrade() -> None:
    op.execute("DELETE FROM search_terms WHERE written <> ''")
    _made_anew()


def _made_anew(*columns: sa.Column[str]) -> None:
    """The words with these columns more, all of its key."""
    op.execute("CREATE TABLE terms_before AS SELECT scope, term FROM search_terms")
    op.drop_table("search_terms")
    op.create_table(
        "search_terms",
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("term", _text(300), nullable=False),
        *columns,
        sa.PrimaryKeyConstraint("scope", "term", *(column.name for column in columns), name=op.f("pk_search_terms")),
        sqlite_with_rowid=False,
    )
    op.execute("INSERT INTO search_terms (scope, term) SELECT scope, term FROM terms_before")
    op.drop_table("terms_before")
    op.execute("UPDATE search_documents SET stale = true")
