"""authors are known by their member too."""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.add_column(sa.Column("question_by_member", sa.Uuid(), nullable=True))

    with op.batch_alter_table("indicator_versions", schema=None) as batch_op:
        batch_op.add_column(sa.Column("drafted_by_member", sa.Uuid(), nullable=True))

    with op.batch_alter_table("questionnaires", schema=None) as batch_op:
        batch_op.add_column(sa.Column("drafted_by_member", sa.Uuid(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("questionnaires", schema=None) as batch_op:
        batch_op.drop_column("drafted_by_member")

    with op.batch_alter_table("indicator_versions", schema=None) as batch_op:
        batch_op.drop_column("drafted_by_member")

    with op.batch_alter_table("evaluations", schema=None) as batch_op:
        batch_op.drop_column("question_by_member")
