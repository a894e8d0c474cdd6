"""authors are known by their member too."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None


LISTS = {"assessments": "contributor_members", "charters": "author_members"}


def upgrade() -> None:
    json = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
    for table, column in LISTS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.add_column(sa.Column(column, json, nullable=True))
        op.execute(sa.update(sa.table(table, sa.column(column, json))).values({column: []}))
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.alter_column(column, existing_type=json, nullable=False)

    with op.batch_alter_table("supplier_interests", schema=None) as batch_op:
        batch_op.add_column(sa.Column("holder_member", sa.Uuid(), nullable=True))

    with op.batch_alter_table("suppliers", schema=None) as batch_op:
        batch_op.add_column(sa.Column("suggested_by_member", sa.Uuid(), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("suppliers", schema=None) as batch_op:
        batch_op.drop_column("suggested_by_member")

    with op.batch_alter_table("supplier_interests", schema=None) as batch_op:
        batch_op.drop_column("holder_member")

    for table, column in LISTS.items():
        with op.batch_alter_table(table, schema=None) as batch_op:
            batch_op.drop_column(column)
