"""Data exports and their archives; what happened to a consent goes with it when its time is over."""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def _refer_to_consents(**how: str) -> None:
    """On SQLite the table is made anew for this, and its trigger goes with the old one."""
    name = "fk_consent_events_consent_id"
    with op.batch_alter_table("consent_events", schema=None) as batch_op:
        batch_op.drop_constraint(name, type_="foreignkey")
        batch_op.create_foreign_key(name, "consent_records", ["consent_id"], ["id"], **how)
    if op.get_bind().dialect.name == "sqlite":
        says = "BEGIN SELECT RAISE(ABORT, 'a row of consent_events is never changed'); END"
        op.execute(f"CREATE TRIGGER consent_events_frozen BEFORE UPDATE ON consent_events WHEN TRUE {says}")


def upgrade() -> None:
    op.create_table(
        "data_exports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("asked_by", sa.String(length=255), nullable=True),
        sa.Column("way", sa.String(length=40), nullable=False),
        sa.Column("evidence_reference", sa.String(length=80), nullable=True),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ready_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("handover_reference", sa.String(length=80), nullable=True),
        sa.Column("size", sa.Integer(), nullable=True),
        sa.Column("sha256", sa.String(length=64), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_data_exports")),
    )
    with op.batch_alter_table("data_exports", schema=None) as batch_op:
        batch_op.create_index("ix_data_exports_member", ["member_id", "requested_at", "id"], unique=False)
        batch_op.create_index("ix_data_exports_office", ["office", "due_on", "id"], unique=False)
        batch_op.create_index(
            "ix_data_exports_pending",
            ["requested_at"],
            unique=False,
            sqlite_where=sa.text("ready_at IS NULL"),
            postgresql_where=sa.text("ready_at IS NULL"),
        )
        batch_op.create_index("ix_data_exports_received_on", ["received_on"], unique=False)
        batch_op.create_index(
            "ix_data_exports_unanswered",
            ["office", "due_on"],
            unique=False,
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )

    op.create_table(
        "data_export_parts",
        sa.Column("export_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), autoincrement=False, nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("content", sa.LargeBinary(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["export_id"], ["data_exports.id"], name=op.f("fk_data_export_parts_export_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("export_id", "number", name=op.f("pk_data_export_parts")),
    )
    with op.batch_alter_table("data_export_parts", schema=None) as batch_op:
        batch_op.create_index("ix_data_export_parts_created_at", ["created_at"], unique=False)
        batch_op.create_index("ix_data_export_parts_member", ["member_id"], unique=False)

    _refer_to_consents(ondelete="CASCADE")


def downgrade() -> None:
    _refer_to_consents()
    with op.batch_alter_table("data_export_parts", schema=None) as batch_op:
        batch_op.drop_index("ix_data_export_parts_member")
        batch_op.drop_index("ix_data_export_parts_created_at")

    op.drop_table("data_export_parts")
    with op.batch_alter_table("data_exports", schema=None) as batch_op:
        batch_op.drop_index("ix_data_exports_received_on")
        batch_op.drop_index(
            "ix_data_exports_unanswered",
            sqlite_where=sa.text("answered_at IS NULL"),
            postgresql_where=sa.text("answered_at IS NULL"),
        )
        batch_op.drop_index(
            "ix_data_exports_pending",
            sqlite_where=sa.text("ready_at IS NULL"),
            postgresql_where=sa.text("ready_at IS NULL"),
        )
        batch_op.drop_index("ix_data_exports_office")
        batch_op.drop_index("ix_data_exports_member")

    op.drop_table("data_exports")
