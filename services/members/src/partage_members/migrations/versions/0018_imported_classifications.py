"""Versions of classifications that are imported, with their concepts."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "classification_schemes",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("code", sa.String(length=31), nullable=False),
        sa.Column("version", sa.String(length=31), nullable=False),
        sa.Column("attribution", sa.Text(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("concepts", sa.Integer(), nullable=False),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_classification_schemes")),
        sa.UniqueConstraint("code", "version", name=op.f("uq_classification_schemes_code_version")),
    )
    with op.batch_alter_table("classification_schemes", schema=None) as batch_op:
        batch_op.create_index(
            "uq_classification_schemes_current",
            ["code"],
            unique=True,
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )

    op.create_table(
        "classification_concepts",
        sa.Column("scheme_id", sa.Uuid(), nullable=False),
        sa.Column(
            "code", sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"), nullable=False
        ),
        sa.Column("uri", sa.String(length=300), nullable=True),
        sa.Column("isco08", sa.String(length=10), nullable=True),
        sa.Column("broader", sa.String(length=80), nullable=True),
        sa.Column("labels", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("alternatives", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.ForeignKeyConstraint(
            ["scheme_id"],
            ["classification_schemes.id"],
            name=op.f("fk_classification_concepts_scheme_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("scheme_id", "code", name=op.f("pk_classification_concepts")),
    )


def downgrade() -> None:
    op.drop_table("classification_concepts")
    with op.batch_alter_table("classification_schemes", schema=None) as batch_op:
        batch_op.drop_index(
            "uq_classification_schemes_current",
            sqlite_where=sa.text("state = 'current'"),
            postgresql_where=sa.text("state = 'current'"),
        )

    op.drop_table("classification_schemes")
