"""What may take the place of codes is proposed for filières, initiatives and opportunities, too."""

import sqlalchemy as sa
from alembic import op

revision = "0038"
down_revision = "0037"
branch_labels = None
depends_on = None

_OF = {"filiere_id": "filieres", "initiative_id": "initiatives", "opportunity_id": "opportunities"}


def upgrade() -> None:
    with op.batch_alter_table("code_proposals", schema=None) as batch_op:
        batch_op.alter_column("member_id", existing_type=sa.Uuid(), nullable=True)
        for column, table in _OF.items():
            batch_op.add_column(sa.Column(column, sa.Uuid(), nullable=True))
            name = op.f(f"fk_code_proposals_{column}")
            batch_op.create_foreign_key(name, table, [column], ["id"], ondelete="CASCADE")
            batch_op.create_unique_constraint(op.f(f"uq_code_proposals_{column}_code"), [column, "code"])
        batch_op.create_index("ix_code_proposals_office", ["office", "proposed_at", "id"])


def downgrade() -> None:
    op.execute("DELETE FROM code_proposals WHERE member_id IS NULL")
    with op.batch_alter_table("code_proposals", schema=None) as batch_op:
        batch_op.drop_index("ix_code_proposals_office")
        for column in _OF:
            batch_op.drop_constraint(op.f(f"uq_code_proposals_{column}_code"), type_="unique")
            batch_op.drop_constraint(op.f(f"fk_code_proposals_{column}"), type_="foreignkey")
            batch_op.drop_column(column)
        batch_op.alter_column("member_id", existing_type=sa.Uuid(), nullable=False)
