"""suppliers are invited."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "supplier_invitations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("supplier_id", sa.Uuid(), nullable=False),
        sa.Column("secret_hash", sa.String(length=64), nullable=False),
        sa.Column("issued_by", sa.String(length=255), nullable=False),
        sa.Column("issued_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["supplier_id"], ["suppliers.id"], name=op.f("fk_supplier_invitations_supplier_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_supplier_invitations")),
        sa.UniqueConstraint("secret_hash", name=op.f("uq_supplier_invitations_secret_hash")),
        sa.UniqueConstraint("supplier_id", name=op.f("uq_supplier_invitations_supplier_id")),
    )
    with op.batch_alter_table("assessment_contests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("by_supplier", sa.Boolean(), nullable=True))

    # only members could contest until now
    op.execute(
        sa.update(sa.table("assessment_contests", sa.column("by_supplier", sa.Boolean()))).values(by_supplier=False)
    )

    with op.batch_alter_table("assessment_contests", schema=None) as batch_op:
        batch_op.alter_column("by_supplier", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("assessment_contests", schema=None) as batch_op:
        batch_op.drop_column("by_supplier")

    op.drop_table("supplier_invitations")
