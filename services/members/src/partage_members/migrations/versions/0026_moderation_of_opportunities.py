"""Opportunities are moderated in the way of posts: reported, hidden, contested once."""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

_WAITING = "closed_at IS NULL"


def upgrade() -> None:
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.add_column(sa.Column("hidden_by_member", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("contest", sa.String(length=2000), nullable=True))
        batch_op.add_column(sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.add_column(sa.Column("contest_answer", sa.String(length=2000), nullable=True))
        batch_op.add_column(sa.Column("contest_answered_at", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_opportunities_contested_at", ["office", "contested_at", "id"], unique=False)

    op.create_table(
        "opportunity_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("reporter", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=255), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_opportunity_reports_opportunity_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity_reports")),
        sa.UniqueConstraint("opportunity_id", "reporter", name=op.f("uq_opportunity_reports_opportunity_id_reporter")),
    )
    with op.batch_alter_table("opportunity_reports", schema=None) as batch_op:
        batch_op.create_index(
            "ix_opportunity_reports_waiting",
            ["office", "reported_at", "id"],
            unique=False,
            sqlite_where=sa.text(_WAITING),
            postgresql_where=sa.text(_WAITING),
        )


def downgrade() -> None:
    op.drop_table("opportunity_reports")
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.drop_index("ix_opportunities_contested_at")
        for name in ("contest_answered_at", "contest_answer", "contested_at", "contest", "hidden_by_member"):
            batch_op.drop_column(name)
