"""needs surveys."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "needs_surveys",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("trades", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("sectors", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("nuts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("filieres", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("topics", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("languages", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("requested_by", sa.String(length=255), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("wave_id", sa.Uuid(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("needs_taken", sa.Integer(), nullable=True),
        sa.Column("needs_passed_over", sa.Integer(), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs_surveys")),
    )
    with op.batch_alter_table("needs_surveys", schema=None) as batch_op:
        batch_op.create_index("ix_needs_surveys_office", ["office", "id"], unique=False)
        batch_op.create_index("ix_needs_surveys_state", ["office", "state", "closes_on"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("needs_surveys", schema=None) as batch_op:
        batch_op.drop_index("ix_needs_surveys_state")
        batch_op.drop_index("ix_needs_surveys_office")

    op.drop_table("needs_surveys")
