"""An office says what it is called, by language, and where its website is."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0045"
down_revision = "0044"
branch_labels = None
depends_on = None


def upgrade() -> None:
    json = sa.JSON(none_as_null=True).with_variant(postgresql.JSONB(none_as_null=True), "postgresql")
    with op.batch_alter_table("office_settings") as batch:
        batch.add_column(sa.Column("names", json, nullable=True))
        batch.add_column(sa.Column("website", sa.String(length=500), nullable=True))


def downgrade() -> None:
    with op.batch_alter_table("office_settings") as batch:
        batch.drop_column("website")
        batch.drop_column("names")
