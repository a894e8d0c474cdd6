"""What members may choose in place of codes that have left their scheme."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "code_proposals",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.Column("options", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["member_id"], ["profiles.id"], name=op.f("fk_code_proposals_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_code_proposals")),
        sa.UniqueConstraint("member_id", "code", name=op.f("uq_code_proposals_member_id_code")),
    )
    with op.batch_alter_table("code_proposals", schema=None) as batch_op:
        batch_op.create_index("ix_code_proposals_member", ["member_id", "proposed_at", "id"])


def downgrade() -> None:
    with op.batch_alter_table("code_proposals", schema=None) as batch_op:
        batch_op.drop_index("ix_code_proposals_member")
    op.drop_table("code_proposals")
