"""the totals of a booking stand on it, instead of being added up from its lines at each read."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

ENTRIES = "pooled_settlement_entries"
OF_ENTRY = f"FROM pooled_settled_lines AS line WHERE line.entry_id = {ENTRIES}.id"
GROSS = f"COALESCE((SELECT SUM(line.net + line.vat) {OF_ENTRY} AND {{}}), 0)"
TOTALS = {
    "lines_count": (sa.Integer(), f"(SELECT COUNT(*) {OF_ENTRY})"),
    "supplier_total": (sa.BigInteger(), GROSS.format("line.invoice = 'supplier'")),
    "logistics_total": (sa.BigInteger(), GROSS.format("line.kind = 'logistics'")),
    "office_total": (sa.BigInteger(), GROSS.format("line.party = 'office'")),
    "total": (sa.BigInteger(), GROSS.format("1 = 1")),
}


def upgrade() -> None:
    with op.batch_alter_table(ENTRIES) as batch_op:
        for name, (kind, _) in TOTALS.items():
            batch_op.add_column(sa.Column(name, kind, nullable=True))
    entries = sa.table(ENTRIES, *(sa.column(name) for name in TOTALS))
    op.execute(sa.update(entries).values({name: sa.literal_column(value) for name, (_, value) in TOTALS.items()}))
    with op.batch_alter_table(ENTRIES) as batch_op:
        for name, (kind, _) in TOTALS.items():
            batch_op.alter_column(name, existing_type=kind, nullable=False)


def downgrade() -> None:
    with op.batch_alter_table(ENTRIES) as batch_op:
        for name in TOTALS:
            batch_op.drop_column(name)
