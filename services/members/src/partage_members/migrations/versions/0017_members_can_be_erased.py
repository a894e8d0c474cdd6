"""members can be erased."""

import sqlalchemy as sa
from alembic import op

revision = "0017"
down_revision = "0016"
branch_labels = None
depends_on = None


_FROZEN = {
    "consent_notices": (
        "OLD.published_at IS NOT NULL",
        "id, office, purpose, number, title, text, sha256, controller, material, terms, published_at, created_at",
    ),
    "consent_records": (
        "TRUE",
        "id, office, member_id, purpose, number, notice_id, notice_number, language, sha256, method, "
        "evidence_reference, given_at, recorded_at, expires_at",
    ),
    "consent_events": ("TRUE", "id, office, consent_id, member_id, kind, at, recorded_at, method, evidence_reference"),
}
"""Tables whose rows are not changed, which of their rows, and in which columns: who recorded them may be forgotten."""


def _freeze(*, all_columns: bool) -> None:
    is_postgresql = op.get_bind().dialect.name == "postgresql"
    for table, (rows, columns) in _FROZEN.items():
        of = "" if all_columns else f" OF {columns}"
        if is_postgresql:
            op.execute(f"DROP TRIGGER frozen ON {table}")
            what = "EXECUTE FUNCTION refuse_change()"
            op.execute(f"CREATE TRIGGER frozen BEFORE UPDATE{of} ON {table} FOR EACH ROW WHEN ({rows}) {what}")
        else:
            op.execute(f"DROP TRIGGER {table}_frozen")
            what = f"BEGIN SELECT RAISE(ABORT, 'a row of {table} is never changed'); END"
            op.execute(f"CREATE TRIGGER {table}_frozen BEFORE UPDATE{of} ON {table} WHEN {rows} {what}")


def upgrade() -> None:
    _freeze(all_columns=False)
    op.create_table(
        "erased_members",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("forgotten_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("again_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("member_id", name=op.f("pk_erased_members")),
    )
    op.create_index(op.f("ix_erased_members_again_at"), "erased_members", ["again_at"])
    with op.batch_alter_table("audit_trail", schema=None) as batch_op:
        batch_op.add_column(sa.Column("member_id", sa.Uuid(), nullable=True))

    op.create_table(
        "erasures",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("subject", sa.String(length=255), nullable=True),
        sa.Column("recorded_by", sa.String(length=255), nullable=True),
        sa.Column("confirmation", sa.String(length=64), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("erased_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("completed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_erasures")),
        sa.UniqueConstraint("member_id", name=op.f("uq_erasures_member_id")),
    )
    waits, lags = sa.text("erased_at IS NULL"), sa.text("completed_at IS NULL")
    op.create_index("ix_erasures_waiting", "erasures", ["requested_at"], postgresql_where=waits, sqlite_where=waits)
    op.create_index("ix_erasures_office", "erasures", ["office", "requested_at", "id"])
    op.create_index("ix_erasures_lagging", "erasures", ["office", "due_on"], postgresql_where=lags, sqlite_where=lags)
    op.create_table(
        "erasure_acknowledgements",
        sa.Column("erasure_id", sa.Uuid(), nullable=False),
        sa.Column("service", sa.String(length=40), nullable=False),
        sa.Column("acknowledged_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["erasure_id"], ["erasures.id"], name=op.f("fk_erasure_acknowledgements_erasure_id")),
        sa.PrimaryKeyConstraint("erasure_id", "service", name=op.f("pk_erasure_acknowledgements")),
    )


def downgrade() -> None:
    _freeze(all_columns=True)
    op.drop_table("erasure_acknowledgements")
    op.drop_table("erasures")
    with op.batch_alter_table("audit_trail", schema=None) as batch_op:
        batch_op.drop_column("member_id")

    op.drop_index(op.f("ix_erased_members_again_at"), "erased_members")
    op.drop_table("erased_members")
