"""A document of the search index may be in several places of one scope; all are made anew, with places in all languages."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None


def upgrade() -> None:
    _make_points(sa.Column("nth", sa.Integer(), nullable=False))
    op.execute("UPDATE search_documents SET stale = true")


def downgrade() -> None:
    _make_points()


def _make_points(*more: sa.Column[int]) -> None:
    op.drop_index("ix_search_points_z", table_name="search_points")
    op.drop_table("search_points")
    op.create_table(
        "search_points",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        *more,
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.Column("z", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["search_documents.number"], name=op.f("fk_search_points_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", "scope", *(column.name for column in more), name=op.f("pk_search_points")),
    )
    op.create_index("ix_search_points_z", "search_points", ["scope", "z"], unique=False)
