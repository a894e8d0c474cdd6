"""facilitators."""

from datetime import UTC, datetime

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "facilitators",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("filiere_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("appointed_by", sa.String(length=255), nullable=False),
        sa.Column("appointed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ended_by", sa.String(length=255), nullable=True),
        sa.Column("ended_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["filiere_id"], ["filieres.id"], name=op.f("fk_facilitators_filiere_id")),
        sa.ForeignKeyConstraint(["member_id"], ["profiles.id"], name=op.f("fk_facilitators_member_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_facilitators")),
    )
    with op.batch_alter_table("facilitators", schema=None) as batch_op:
        batch_op.create_index("ix_facilitators_filiere", ["filiere_id", "appointed_at", "id"], unique=False)
        batch_op.create_index("ix_facilitators_member", ["member_id"], unique=False)
        batch_op.create_index(
            "uq_facilitators_in_office",
            ["filiere_id", "member_id"],
            unique=True,
            sqlite_where=sa.text("ended_at IS NULL"),
            postgresql_where=sa.text("ended_at IS NULL"),
        )

    with op.batch_alter_table("filieres", schema=None) as batch_op:
        batch_op.add_column(sa.Column("unattended_since", sa.DateTime(timezone=True), nullable=True))
        batch_op.create_index("ix_filieres_unattended_since", ["unattended_since"], unique=False)
    # nobody is appointed yet; the days within which somebody must be found begin today
    filieres = sa.table("filieres", sa.column("unattended_since", sa.DateTime(timezone=True)))
    op.execute(filieres.update().values(unattended_since=datetime.now(UTC)))


def downgrade() -> None:
    with op.batch_alter_table("filieres", schema=None) as batch_op:
        batch_op.drop_index("ix_filieres_unattended_since")
        batch_op.drop_column("unattended_since")
    op.drop_table("facilitators")
