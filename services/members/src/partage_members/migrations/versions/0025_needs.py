"""needs."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "needs",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=True),
        sa.Column("title", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("trades", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("sectors", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("nuts", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("survey_id", sa.Uuid(), nullable=True),
        sa.Column("reference", sa.String(length=80), nullable=True),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.Column("share", sa.String(length=40), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("recorded_by", sa.String(length=255), nullable=True),
        sa.Column("recorded_by_member", sa.Uuid(), nullable=True),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("published_by", sa.String(length=255), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawal_reason", sa.String(length=2000), nullable=True),
        sa.CheckConstraint("(code IS NULL) <> (title IS NULL)", name=op.f("ck_needs_one_name")),
        sa.ForeignKeyConstraint(["survey_id"], ["needs_surveys.id"], name=op.f("fk_needs_survey_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_needs")),
        sa.UniqueConstraint("office", "reference", name=op.f("uq_needs_office_reference")),
        sa.UniqueConstraint("survey_id", "code", name=op.f("uq_needs_survey_id_code")),
    )
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.create_index("ix_needs_code", ["office", "code"], unique=False)
        batch_op.create_index("ix_needs_starts_on", ["office", "starts_on", "rank", "id"], unique=False)
        batch_op.create_index("ix_needs_state", ["office", "state", "starts_on"], unique=False)

    op.create_table(
        "need_facets",
        sa.Column("need_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(["need_id"], ["needs.id"], name=op.f("fk_need_facets_need_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("need_id", "kind", "code", name=op.f("pk_need_facets")),
    )
    with op.batch_alter_table("need_facets", schema=None) as batch_op:
        batch_op.create_index("ix_need_facets_code", ["kind", "code", "need_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("need_facets", schema=None) as batch_op:
        batch_op.drop_index("ix_need_facets_code")

    op.drop_table("need_facets")
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.drop_index("ix_needs_state")
        batch_op.drop_index("ix_needs_starts_on")
        batch_op.drop_index("ix_needs_code")

    op.drop_table("needs")
