"""On PostgreSQL, documents have tokens that tell how new they are, so that the newest can be asked first."""

from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

_INDEX = "CREATE INDEX ix_search_index_tokens ON search_index USING gin (tokens) WITH (fastupdate = off)"


def upgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _rewrite("tokens || array_to_tsvector(ARRAY['N11.' || (number >> 11)::text, 'N15.' || (number >> 15)::text])")


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        _rewrite("ts_delete(tokens, ARRAY['N11.' || (number >> 11)::text, 'N15.' || (number >> 15)::text])")


def _rewrite(tokens: str) -> None:
    """Without the index, which is made faster than it is changed."""
    op.execute("DROP INDEX ix_search_index_tokens")
    op.execute(f"UPDATE search_index SET tokens = {tokens}")  # noqa: S608 - one of the two above
    op.execute(_INDEX)
