"""An office drafts one version of a scheme at a time."""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

_DRAFTED = sa.text("state = 'staged' AND office <> '*'")


def upgrade() -> None:
    with op.batch_alter_table("classification_schemes", schema=None) as batch_op:
        batch_op.create_index(
            "uq_classification_schemes_draft",
            ["office", "code", "state"],
            unique=True,
            sqlite_where=_DRAFTED,
            postgresql_where=_DRAFTED,
        )


def downgrade() -> None:
    with op.batch_alter_table("classification_schemes", schema=None) as batch_op:
        batch_op.drop_index("uq_classification_schemes_draft")
