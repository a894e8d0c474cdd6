"""labels end with the grace of their charter, and suppliers tell whether they stand by their assessment."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

suppliers = sa.table(
    "suppliers",
    sa.column("reason", sa.String()),
    sa.column("proven_until", sa.Date()),
    sa.column("follows_assessment", sa.Boolean()),
)


def upgrade() -> None:
    with op.batch_alter_table("charters", schema=None) as batch_op:
        batch_op.add_column(sa.Column("grace_until", sa.Date(), nullable=True))

    with op.batch_alter_table("suppliers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("follows_assessment", sa.Boolean(), nullable=True))

    # a buyer's decision cleared what was proven and gave its own reason
    follows = sa.or_(
        suppliers.c.proven_until.is_not(None),
        suppliers.c.reason.like("charter label: %"),
        suppliers.c.reason.like("no charter label: %"),
    )
    op.execute(sa.update(suppliers).values(follows_assessment=sa.func.coalesce(follows, sa.false())))

    with op.batch_alter_table("suppliers", schema=None) as batch_op:
        batch_op.alter_column("follows_assessment", existing_type=sa.Boolean(), nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("suppliers", schema=None) as batch_op:
        batch_op.drop_column("follows_assessment")

    with op.batch_alter_table("charters", schema=None) as batch_op:
        batch_op.drop_column("grace_until")
