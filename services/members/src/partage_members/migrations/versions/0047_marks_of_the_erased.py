"""Keyed hashes of what files named erased members by, so that no list brings them back."""

import sqlalchemy as sa
from alembic import op

from partage_kit.tables import Utc

revision = "0047"
down_revision = "0046"
branch_labels = None
depends_on = None


def _text(length: int) -> sa.String:
    return sa.String(length=length).with_variant(sa.String(length=length, collation="C"), "postgresql")


def upgrade() -> None:
    op.create_table(
        "erased_marks",
        sa.Column("office", _text(31), nullable=False),
        sa.Column("mark", _text(64), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", Utc, nullable=False),
        sa.PrimaryKeyConstraint("office", "mark", "member_id", name=op.f("pk_erased_marks")),
    )
    op.create_index("ix_erased_marks_member_id", "erased_marks", ["member_id"])


def downgrade() -> None:
    op.drop_table("erased_marks")
