"""An office finds its members by its own numbers of them, and by their addresses."""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "profile_references",
        sa.Column(
            "office",
            sa.String(length=31).with_variant(sa.String(length=31, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "reference",
            sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name=op.f("fk_profile_references_profile_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("office", "reference", name=op.f("pk_profile_references")),
        sa.UniqueConstraint("profile_id", name=op.f("uq_profile_references_profile_id")),
    )
    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.create_index("ix_profiles_office_email", ["office", "email"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.drop_index("ix_profiles_office_email")

    op.drop_table("profile_references")
