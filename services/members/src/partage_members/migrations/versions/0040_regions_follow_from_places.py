"""The region of a member or an opportunity follows from the municipality: kept beside what was written, found anew."""

import sqlalchemy as sa
from alembic import op

revision = "0040"
down_revision = "0039"
branch_labels = None
depends_on = None

_REGION = sa.String(length=5).with_variant(sa.String(length=5, collation="C"), "postgresql")
_INSTANT = sa.DateTime(timezone=True)


def upgrade() -> None:
    for table in ("profiles", "opportunities"):
        op.add_column(table, sa.Column("region", _REGION, nullable=True))
        op.execute(f"UPDATE {table} SET region = nuts")  # noqa: S608 - constants
    op.drop_index("ix_profiles_office_nuts", table_name="profiles")
    op.create_index("ix_profiles_office_region", "profiles", ["office", "region"])
    op.add_column("opportunities", sa.Column("located_at", _INSTANT, nullable=True))
    op.execute("UPDATE opportunities SET located_at = '1970-01-01 00:00:00.000000'")
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.alter_column("located_at", existing_type=_INSTANT, nullable=False)
    op.create_index("ix_opportunities_located_at", "opportunities", ["located_at"])
    op.create_index("ix_opportunities_country_located_at", "opportunities", ["country", "located_at"])
    op.execute("UPDATE search_documents SET stale = true")


def downgrade() -> None:
    op.drop_index("ix_opportunities_country_located_at", table_name="opportunities")
    op.drop_index("ix_opportunities_located_at", table_name="opportunities")
    op.drop_index("ix_profiles_office_region", table_name="profiles")
    op.create_index("ix_profiles_office_nuts", "profiles", ["office", "nuts"])
    op.drop_column("opportunities", "located_at")
    op.drop_column("opportunities", "region")
    op.drop_column("profiles", "region")
    op.execute("UPDATE search_documents SET stale = true")
