"""How concepts of classifications correspond, and by what an edition is known again."""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None

_CODE = sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql")


def upgrade() -> None:
    with op.batch_alter_table("classification_schemes", schema=None) as batch_op:
        batch_op.add_column(sa.Column("digest", sa.String(length=64), nullable=True))
    op.create_table(
        "classification_mappings",
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column("source", _CODE, nullable=False),
        sa.Column("target", _CODE, nullable=False),
        sa.Column("match", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"],
            ["classification_schemes.id"],
            name=op.f("fk_classification_mappings_scheme_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("scheme_id", "source", "target", name=op.f("pk_classification_mappings")),
    )
    with op.batch_alter_table("classification_mappings", schema=None) as batch_op:
        batch_op.create_index("ix_classification_mappings_source", ["source"])
        batch_op.create_index("ix_classification_mappings_target", ["target"])


def downgrade() -> None:
    op.drop_table("classification_mappings")
    with op.batch_alter_table("classification_schemes", schema=None) as batch_op:
        batch_op.drop_column("digest")
