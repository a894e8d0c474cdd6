"""members can be erased."""

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

_KEY, _COLUMNS = "fk_pooled_commitment_events_order_id_party", ["order_id", "party"]


def _refer(onupdate: str | None) -> None:
    with op.batch_alter_table("pooled_commitment_events", schema=None) as batch_op:
        batch_op.drop_constraint(_KEY, type_="foreignkey")
        batch_op.create_foreign_key(_KEY, "pooled_commitments", _COLUMNS, _COLUMNS, onupdate=onupdate)


def upgrade() -> None:
    _refer("CASCADE")
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


def downgrade() -> None:
    _refer(None)
    with op.batch_alter_table("audit_trail", schema=None) as batch_op:
        batch_op.drop_column("member_id")

    op.drop_index(op.f("ix_erased_members_again_at"), "erased_members")
    op.drop_table("erased_members")
