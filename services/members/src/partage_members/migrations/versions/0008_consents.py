"""Consents: purposes, notices that never change once published, records and events that never change at all."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

_FROZEN = {"consent_notices": "OLD.published_at IS NOT NULL", "consent_records": "TRUE", "consent_events": "TRUE"}
"""Tables whose rows are not changed, and which of their rows."""


def _freeze() -> None:
    if op.get_bind().dialect.name == "postgresql":
        op.execute(
            "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
            "$$ BEGIN RAISE EXCEPTION 'a row of % is never changed', TG_TABLE_NAME; END $$"
        )
    for table, rows in _FROZEN.items():
        if op.get_bind().dialect.name == "postgresql":
            what = "EXECUTE FUNCTION refuse_change()"
            op.execute(f"CREATE TRIGGER frozen BEFORE UPDATE ON {table} FOR EACH ROW WHEN ({rows}) {what}")
        else:
            what = f"BEGIN SELECT RAISE(ABORT, 'a row of {table} is never changed'); END"
            op.execute(f"CREATE TRIGGER {table}_frozen BEFORE UPDATE ON {table} WHEN {rows} {what}")


def upgrade() -> None:
    op.create_table(
        "consent_notices",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("title", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("text", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("sha256", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("controller", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("material", sa.Boolean(), nullable=False),
        sa.Column("terms", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("authors", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("author_members", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("published_by", sa.String(length=255), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_notices")),
        sa.UniqueConstraint("office", "purpose", "number", name=op.f("uq_consent_notices_office_purpose_number")),
    )
    with op.batch_alter_table("consent_notices", schema=None) as batch_op:
        batch_op.create_index("ix_consent_notices_office", ["office", "created_at", "id"], unique=False)
        batch_op.create_index(
            "uq_consent_notices_draft",
            ["office", "purpose"],
            unique=True,
            sqlite_where=sa.text("published_at IS NULL"),
            postgresql_where=sa.text("published_at IS NULL"),
        )

    op.create_table(
        "consent_purposes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("terms", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_purposes")),
        sa.UniqueConstraint("office", "code", name=op.f("uq_consent_purposes_office_code")),
    )
    op.create_table(
        "consent_records",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("purpose", sa.String(length=40), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("notice_id", sa.Uuid(), nullable=False),
        sa.Column("notice_number", sa.Integer(), nullable=False),
        sa.Column("language", sa.String(length=40), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=False),
        sa.Column("recorded_by", sa.String(length=255), nullable=True),
        sa.Column("evidence_reference", sa.String(length=80), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["notice_id"], ["consent_notices.id"], name=op.f("fk_consent_records_notice_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_records")),
        sa.UniqueConstraint(
            "member_id", "purpose", "office", "number", name=op.f("uq_consent_records_member_id_purpose_office_number")
        ),
    )
    with op.batch_alter_table("consent_records", schema=None) as batch_op:
        batch_op.create_index("ix_consent_records_expires_at", ["expires_at"], unique=False)
        batch_op.create_index("ix_consent_records_notice", ["notice_id"], unique=False)
        batch_op.create_index("ix_consent_records_office", ["office", "given_at", "id"], unique=False)
        batch_op.create_index("ix_consent_records_purpose", ["office", "purpose", "given_at", "id"], unique=False)

    op.create_table(
        "consent_events",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("consent_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("recorded_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("method", sa.String(length=40), nullable=True),
        sa.Column("recorded_by", sa.String(length=255), nullable=True),
        sa.Column("evidence_reference", sa.String(length=80), nullable=True),
        sa.ForeignKeyConstraint(["consent_id"], ["consent_records.id"], name=op.f("fk_consent_events_consent_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_consent_events")),
    )
    with op.batch_alter_table("consent_events", schema=None) as batch_op:
        batch_op.create_index("ix_consent_events_consent", ["consent_id"], unique=False)
        batch_op.create_index("ix_consent_events_member", ["member_id", "at", "id"], unique=False)
        batch_op.create_index(
            "uq_consent_events_ending",
            ["consent_id"],
            unique=True,
            sqlite_where=sa.text("kind <> 'given'"),
            postgresql_where=sa.text("kind <> 'given'"),
        )

    _freeze()


def downgrade() -> None:
    with op.batch_alter_table("consent_events", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_consent_events_ending",
            sqlite_where=sa.text("kind <> 'given'"),
            postgresql_where=sa.text("kind <> 'given'"),
        )
        batch_op.drop_index("ix_consent_events_member")
        batch_op.drop_index("ix_consent_events_consent")

    op.drop_table("consent_events")
    with op.batch_alter_table("consent_records", schema=None) as batch_op:
        batch_op.drop_index("ix_consent_records_purpose")
        batch_op.drop_index("ix_consent_records_office")
        batch_op.drop_index("ix_consent_records_notice")
        batch_op.drop_index("ix_consent_records_expires_at")

    op.drop_table("consent_records")
    op.drop_table("consent_purposes")
    with op.batch_alter_table("consent_notices", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_consent_notices_draft",
            sqlite_where=sa.text("published_at IS NULL"),
            postgresql_where=sa.text("published_at IS NULL"),
        )
        batch_op.drop_index("ix_consent_notices_office")

    op.drop_table("consent_notices")
    if op.get_bind().dialect.name == "postgresql":
        op.execute("DROP FUNCTION refuse_change()")
