"""Words are found by their beginnings with errors, and prose comes after what else is said: documents are made anew."""

from collections.abc import Iterator

import sqlalchemy as sa
from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

_AT_ONCE = 10_000
_INTO = sa.text("INSERT INTO search_term_pieces (scope, piece, term) VALUES (:scope, :piece, :term)")


def _beginnings(term: str) -> Iterator[str]:
    if len(term) > 4:
        yield f"b0.{term[:2]}"
        for at in range(min(8, len(term) - 3) + 1):
            yield f"b{at}.{term[at : at + 3]}"


def upgrade() -> None:
    connection = op.get_bind()
    known = connection.execute(sa.text("SELECT scope, term FROM search_terms")).all()
    for start in range(0, len(known), _AT_ONCE):
        some = known[start : start + _AT_ONCE]
        rows = [{"scope": scope, "piece": cut, "term": term} for scope, term in some for cut in _beginnings(term)]
        if rows:
            connection.execute(_INTO, rows)
    op.execute("UPDATE search_documents SET stale = true")


def downgrade() -> None:
    op.execute("DELETE FROM search_term_pieces WHERE piece LIKE 'b%'")
    op.execute("UPDATE search_documents SET stale = true")
