"""What is suggested while somebody types has a kind; documents are made anew, as they tell it."""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "search_suggestions",
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column(
            "term",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("scope", "kind", "term", name=op.f("pk_search_suggestions")),
        sqlite_with_rowid=False,
    )
    op.execute("UPDATE search_documents SET stale = true")


def downgrade() -> None:
    op.drop_table("search_suggestions")
    op.execute("UPDATE search_documents SET stale = true")
