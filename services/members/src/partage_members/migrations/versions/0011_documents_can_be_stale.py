"""Documents of the search index can be stale; profiles from before the index get one, in the order they came."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("search_documents", sa.Column("stale", sa.Boolean(), server_default=sa.false(), nullable=False))
    stale = sa.column("stale") == sa.true()
    op.create_index(
        "ix_search_documents_stale", "search_documents", ["number"], sqlite_where=stale, postgresql_where=stale
    )
    op.execute(
        "INSERT INTO search_documents (id, tokens, stale) SELECT id, '', true FROM profiles "
        "WHERE id NOT IN (SELECT id FROM search_documents) ORDER BY created_at, id"
    )


def downgrade() -> None:
    op.drop_index("ix_search_documents_stale", table_name="search_documents")
    op.drop_column("search_documents", "stale")
