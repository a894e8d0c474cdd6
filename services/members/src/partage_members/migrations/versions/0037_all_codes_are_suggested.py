"""Filières and skills are suggested by their codes: what circles are called is kept, documents are made anew."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "circle_names",
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("names", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.PrimaryKeyConstraint("circle_id", name=op.f("pk_circle_names")),
    )
    op.execute("INSERT INTO circle_names (circle_id, office, names) SELECT id, office, names FROM filieres")
    op.execute(
        "INSERT INTO search_suggestions (scope, kind, term) "
        "SELECT DISTINCT scope, kind, replace(code, '-', 'q2dq') FROM search_facets WHERE kind = 'filiere'"
    )
    op.execute("UPDATE search_documents SET stale = true")


def downgrade() -> None:
    op.execute("DELETE FROM search_suggestions WHERE kind = 'filiere'")
    op.drop_table("circle_names")
    op.execute("UPDATE search_documents SET stale = true")
