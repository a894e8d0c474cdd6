"""What somebody did, and what was done to her, is found in a long audit trail."""

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None

_COMPOSITE = sa.text("entity_id LIKE '%,%'")
_BY_MEMBERS = sa.text("member_id IS NOT NULL")


def upgrade() -> None:
    op.create_index("ix_audit_trail_entity_id", "audit_trail", ["entity_id", "entity"])
    op.create_index(
        "ix_audit_trail_composite",
        "audit_trail",
        ["entity_id"],
        sqlite_where=_COMPOSITE,
        postgresql_where=_COMPOSITE,
    )
    op.create_index("ix_audit_trail_actor", "audit_trail", ["actor"])
    op.create_index(
        "ix_audit_trail_member_id",
        "audit_trail",
        ["member_id", "actor"],
        sqlite_where=_BY_MEMBERS,
        postgresql_where=_BY_MEMBERS,
    )
    op.drop_index("ix_audit_trail_entity", table_name="audit_trail")


def downgrade() -> None:
    op.create_index("ix_audit_trail_entity", "audit_trail", ["entity", "entity_id"])
    for name in ("member_id", "actor", "composite", "entity_id"):
        op.drop_index(f"ix_audit_trail_{name}", table_name="audit_trail")
