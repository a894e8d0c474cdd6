"""Each field of a profile has an audience; circles say who belongs together; what is public is remembered."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None

_AUDIENCES = (
    '{"name": "members", "email": "nobody", "phone": "nobody", "territory": "members", "languages": "members", "headline": "members", "presentation": "members", "trades": "members", "sectors": "members", '
    '"skills": "members", "stage": "members", "availability": "members", "workplaces": "members", "links": "members", "photo_url": "members", "filieres": "members", "joined_on": "members"}'
)


def upgrade() -> None:
    op.create_table(
        "circle_members",
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["profiles.id"], name=op.f("fk_circle_members_member_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("member_id", "circle_id", name=op.f("pk_circle_members")),
    )
    with op.batch_alter_table("circle_members", schema=None) as batch_op:
        batch_op.create_index("ix_circle_members_circle", ["circle_id", "member_id"], unique=False)

    op.create_table(
        "public_profiles",
        sa.Column("profile_id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("digest", sa.String(length=64), nullable=False),
        sa.Column("changed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["profile_id"], ["profiles.id"], name=op.f("fk_public_profiles_profile_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("profile_id", name=op.f("pk_public_profiles")),
    )
    with op.batch_alter_table("public_profiles", schema=None) as batch_op:
        batch_op.create_index("ix_public_profiles_office", ["office", "changed_at", "profile_id"], unique=False)

    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.add_column(
            sa.Column("availability", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True)
        )
        batch_op.add_column(
            sa.Column(
                "workplaces",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default="[]",
                nullable=False,
            )
        )
        batch_op.add_column(
            sa.Column(
                "links", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), server_default="[]", nullable=False
            )
        )
        batch_op.add_column(sa.Column("photo_url", sa.String(length=500), nullable=True))
        batch_op.add_column(
            sa.Column(
                "audiences",
                sa.JSON().with_variant(postgresql.JSONB(), "postgresql"),
                server_default=_AUDIENCES,
                nullable=False,
            )
        )

    op.execute(
        "INSERT INTO circle_members (member_id, circle_id, kind, office) "
        "SELECT member_id, filiere_id, 'filiere', office FROM memberships WHERE state = 'active'"
    )


def downgrade() -> None:
    with op.batch_alter_table("profiles", schema=None) as batch_op:
        batch_op.drop_column("audiences")
        batch_op.drop_column("photo_url")
        batch_op.drop_column("links")
        batch_op.drop_column("workplaces")
        batch_op.drop_column("availability")

    with op.batch_alter_table("public_profiles", schema=None) as batch_op:
        batch_op.drop_index("ix_public_profiles_office")

    op.drop_table("public_profiles")
    with op.batch_alter_table("circle_members", schema=None) as batch_op:
        batch_op.drop_index("ix_circle_members_circle")

    op.drop_table("circle_members")
