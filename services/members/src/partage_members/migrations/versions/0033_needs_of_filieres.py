"""Needs may concern filières, and are listed by their rank; those of a survey concern the filières that it asked."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

_FILIERES = {
    "sqlite": "SELECT n.id, 'filiere', f.value FROM needs n, json_each(n.filieres) f",
    "postgresql": "SELECT n.id, 'filiere', f.value FROM needs n, jsonb_array_elements_text(n.filieres) f",
}


def upgrade() -> None:
    with op.batch_alter_table("needs", schema=None) as batch_op:
        column = sa.JSON().with_variant(postgresql.JSONB(), "postgresql")
        batch_op.add_column(sa.Column("filieres", column, nullable=False, server_default="[]"))
        batch_op.create_index("ix_needs_rank", ["office", "rank", "starts_on", "id"])
    op.execute(
        "UPDATE needs SET filieres = (SELECT s.filieres FROM needs_surveys s WHERE s.id = needs.survey_id) "
        "WHERE survey_id IS NOT NULL"
    )
    chosen = _FILIERES[op.get_bind().dialect.name]
    op.execute(f"INSERT INTO need_facets (need_id, kind, code) {chosen}")


def downgrade() -> None:
    op.execute("DELETE FROM need_facets WHERE kind = 'filiere'")
    with op.batch_alter_table("needs", schema=None) as batch_op:
        batch_op.drop_index("ix_needs_rank")
        batch_op.drop_column("filieres")
