"""Analytics: snapshots of protected counts, which the database lets nobody change or delete."""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

_FROZEN = ("analytics_snapshots", "analytics_cells")


def _freeze() -> None:
    for table in _FROZEN:
        for change in ("UPDATE", "DELETE"):
            name = f"never_{change.lower()}"
            if op.get_bind().dialect.name == "postgresql":
                what = "EXECUTE FUNCTION refuse_change()"
                op.execute(f"CREATE TRIGGER {name} BEFORE {change} ON {table} FOR EACH ROW {what}")
            else:
                what = f"BEGIN SELECT RAISE(ABORT, 'a row of {table} is never changed'); END"
                op.execute(f"CREATE TRIGGER {table}_{name} BEFORE {change} ON {table} {what}")


def upgrade() -> None:
    op.create_table(
        "analytics_requests",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column(
            "period",
            sa.String(length=10).with_variant(sa.String(length=10, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("requested_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analytics_requests")),
        sa.UniqueConstraint("office", "period", name=op.f("uq_analytics_requests_office_period")),
    )
    op.create_table(
        "analytics_snapshots",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column(
            "period",
            sa.String(length=10).with_variant(sa.String(length=10, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("threshold", sa.Integer(), nullable=False),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sha256", sa.String(length=64), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_analytics_snapshots")),
        sa.UniqueConstraint("office", "audience", "period", name=op.f("uq_analytics_snapshots_office_audience_period")),
    )
    op.create_table(
        "analytics_cells",
        sa.Column("snapshot_id", sa.Uuid(), nullable=False),
        sa.Column("table_code", sa.String(length=40), nullable=False),
        sa.Column(
            "row_code",
            sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "column_code",
            sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("persons", sa.Integer(), nullable=True),
        sa.ForeignKeyConstraint(
            ["snapshot_id"], ["analytics_snapshots.id"], name=op.f("fk_analytics_cells_snapshot_id")
        ),
        sa.PrimaryKeyConstraint(
            "snapshot_id", "table_code", "row_code", "column_code", name=op.f("pk_analytics_cells")
        ),
    )
    with op.batch_alter_table("analytics_cells", schema=None) as batch_op:
        batch_op.create_index("ix_analytics_cells_order", ["snapshot_id", "table_code", "number"], unique=False)
    with op.batch_alter_table("analytics_snapshots", schema=None) as batch_op:
        batch_op.create_index("ix_analytics_snapshots_newest", ["office", "audience", "made_at", "id"], unique=False)
    _freeze()


def downgrade() -> None:
    with op.batch_alter_table("analytics_cells", schema=None) as batch_op:
        batch_op.drop_index("ix_analytics_cells_order")
    with op.batch_alter_table("analytics_snapshots", schema=None) as batch_op:
        batch_op.drop_index("ix_analytics_snapshots_newest")

    op.drop_table("analytics_cells")
    op.drop_table("analytics_snapshots")
    op.drop_table("analytics_requests")
