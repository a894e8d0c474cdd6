"""sweep moved answers soon."""

from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

TABLES = ("wave_tickets", "wave_responses")


def upgrade() -> None:
    """Rows that were moved lie dead in PostgreSQL's pages, beside their transactions: swept soon, they tell no order."""
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(
                f"ALTER TABLE {table} SET (autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 32,"
                " autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 32)"
            )


def downgrade() -> None:
    if op.get_bind().dialect.name == "postgresql":
        for table in TABLES:
            op.execute(
                f"ALTER TABLE {table} RESET (autovacuum_vacuum_scale_factor, autovacuum_vacuum_threshold,"
                " autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_insert_threshold)"
            )
