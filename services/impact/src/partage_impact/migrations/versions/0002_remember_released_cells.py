"""remember released cells."""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "release_keys",
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("key", sa.LargeBinary(), nullable=False),
        sa.PrimaryKeyConstraint("office", name=op.f("pk_release_keys")),
    )
    op.create_table(
        "released_cells",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("fact_type", sa.String(length=60), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("first_day", sa.Date(), nullable=False),
        sa.Column("last_day", sa.Date(), nullable=False),
        sa.Column("traces", sa.LargeBinary(), nullable=False),
        sa.Column("counts", sa.Boolean(), nullable=False),
        sa.Column("for_public", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_released_cells")),
        sa.UniqueConstraint(
            "office",
            "fact_type",
            "digest",
            "counts",
            "for_public",
            name=op.f("uq_released_cells_office_fact_type_digest_counts_for_public"),
        ),
    )
    with op.batch_alter_table("released_cells", schema=None) as batch_op:
        batch_op.create_index("ix_released_cells_days", ["office", "fact_type", "last_day"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("released_cells", schema=None) as batch_op:
        batch_op.drop_index("ix_released_cells_days")

    op.drop_table("released_cells")
    op.drop_table("release_keys")
