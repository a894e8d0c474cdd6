"""Schemes are of a kind and may be of one office; profiles use their concepts, and the directory their words."""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

_CURRENT = {
    "unique": True,
    "sqlite_where": sa.text("state = 'current'"),
    "postgresql_where": sa.text("state = 'current'"),
}
_AWAITING = {"sqlite_where": sa.text("awaits_index"), "postgresql_where": sa.text("awaits_index")}


def upgrade() -> None:
    with op.batch_alter_table("classification_schemes", schema=None) as batch_op:
        batch_op.drop_index("uq_classification_schemes_current")
        batch_op.drop_constraint(op.f("uq_classification_schemes_code_version"), type_="unique")
        batch_op.add_column(sa.Column("office", sa.String(length=31), server_default="*", nullable=False))
        batch_op.add_column(sa.Column("kind", sa.String(length=40), server_default="occupations", nullable=False))
        batch_op.add_column(sa.Column("awaits_index", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.create_unique_constraint(
            op.f("uq_classification_schemes_office_code_version"), ["office", "code", "version"]
        )
        batch_op.create_index("uq_classification_schemes_current", ["office", "code"], **_CURRENT)
        batch_op.create_index("ix_classification_schemes_awaits_index", ["id"], **_AWAITING)
    with op.batch_alter_table("classification_concepts", schema=None) as batch_op:
        batch_op.create_index("ix_classification_concepts_isco08", ["isco08", "scheme_id"])


def downgrade() -> None:
    with op.batch_alter_table("classification_concepts", schema=None) as batch_op:
        batch_op.drop_index("ix_classification_concepts_isco08")
    with op.batch_alter_table("classification_schemes", schema=None) as batch_op:
        batch_op.drop_index("ix_classification_schemes_awaits_index")
        batch_op.drop_index("uq_classification_schemes_current")
        batch_op.drop_constraint(op.f("uq_classification_schemes_office_code_version"), type_="unique")
        batch_op.drop_column("awaits_index")
        batch_op.drop_column("kind")
        batch_op.drop_column("office")
        batch_op.create_unique_constraint(op.f("uq_classification_schemes_code_version"), ["code", "version"])
        batch_op.create_index("uq_classification_schemes_current", ["code"], **_CURRENT)
