"""waves rank needs."""

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


def upgrade() -> None:
    with op.batch_alter_table("waves", schema=None) as batch_op:
        batch_op.add_column(sa.Column("needs_survey_id", sa.Uuid(), nullable=True))
        batch_op.add_column(sa.Column("needs_question", sa.String(length=40), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("waves", schema=None) as batch_op:
        batch_op.drop_column("needs_question")
        batch_op.drop_column("needs_survey_id")
