"""Opportunities and their answers, topics and posts, external spaces, the contact relay."""

import sqlalchemy as sa
from alembic import op
from sqlalchemy.dialects import postgresql

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "contact_conversations",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("low_id", sa.Uuid(), nullable=False),
        sa.Column("high_id", sa.Uuid(), nullable=False),
        sa.Column("messages", sa.Integer(), nullable=False),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_conversations")),
        sa.UniqueConstraint("low_id", "high_id", name=op.f("uq_contact_conversations_low_id_high_id")),
    )
    op.create_table(
        "contact_preferences",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("accepts_messages", sa.Boolean(), nullable=False),
        sa.Column("suspended_until", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_preferences")),
    )
    op.create_table(
        "opportunities",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("poster", sa.String(length=40), nullable=False),
        sa.Column("posted_by", sa.String(length=255), nullable=False),
        sa.Column("posted_by_member", sa.Uuid(), nullable=True),
        sa.Column("organisation", sa.String(length=200), nullable=True),
        sa.Column("titles", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("description", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("trades", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("sectors", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("country", sa.String(length=2), nullable=True),
        sa.Column("nuts", sa.String(length=5), nullable=True),
        sa.Column("municipality", sa.String(length=200), nullable=True),
        sa.Column("postal_code", sa.String(length=12), nullable=True),
        sa.Column("remote", sa.Boolean(), nullable=False),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("answer_by", sa.Date(), nullable=False),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("filieres", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("remuneration", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=True),
        sa.Column("link", sa.String(length=500), nullable=True),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_by", sa.String(length=255), nullable=True),
        sa.Column("hidden_reason", sa.String(length=2000), nullable=True),
        sa.Column("posted_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunities")),
    )
    with op.batch_alter_table("opportunities", schema=None) as batch_op:
        batch_op.create_index("ix_opportunities_office_answer_by", ["office", "answer_by", "id"], unique=False)
        batch_op.create_index("ix_opportunities_office_posted_at", ["office", "posted_at", "id"], unique=False)
        batch_op.create_index("ix_opportunities_posted_by", ["office", "posted_by"], unique=False)
        batch_op.create_index("ix_opportunities_posted_by_member", ["posted_by_member"], unique=False)

    op.create_table(
        "contact_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=False),
        sa.Column("recipient_id", sa.Uuid(), nullable=False),
        sa.Column("is_first", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=5000), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["contact_conversations.id"],
            name=op.f("fk_contact_messages_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_messages")),
        sa.UniqueConstraint("conversation_id", "number", name=op.f("uq_contact_messages_conversation_id_number")),
    )
    with op.batch_alter_table("contact_messages", schema=None) as batch_op:
        batch_op.create_index("ix_contact_messages_sender", ["sender_id", "sent_at"], unique=False)
        batch_op.create_index("ix_contact_messages_sent_at", ["sent_at"], unique=False)

    op.create_table(
        "contact_participants",
        sa.Column("conversation_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("other_id", sa.Uuid(), nullable=False),
        sa.Column("read_number", sa.Integer(), nullable=False),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("blocked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["conversation_id"],
            ["contact_conversations.id"],
            name=op.f("fk_contact_participants_conversation_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["member_id"], ["profiles.id"], name=op.f("fk_contact_participants_member_id")),
        sa.PrimaryKeyConstraint("conversation_id", "member_id", name=op.f("pk_contact_participants")),
    )
    with op.batch_alter_table("contact_participants", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contact_participants_member", ["member_id", "last_message_at", "conversation_id"], unique=False
        )

    op.create_table(
        "external_spaces",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("filiere_id", sa.Uuid(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("url", sa.String(length=500), nullable=False),
        sa.Column("names", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column(
            "sort_name",
            sa.String(length=200).with_variant(sa.String(length=200, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column("audience", sa.String(length=40), nullable=False),
        sa.Column("maintainer_id", sa.Uuid(), nullable=True),
        sa.Column("updated_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["filiere_id"], ["filieres.id"], name=op.f("fk_external_spaces_filiere_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_external_spaces")),
        sa.UniqueConstraint("office", "url", name=op.f("uq_external_spaces_office_url")),
    )
    with op.batch_alter_table("external_spaces", schema=None) as batch_op:
        batch_op.create_index("ix_external_spaces_filiere", ["filiere_id", "sort_name", "id"], unique=False)
        batch_op.create_index("ix_external_spaces_office", ["office", "sort_name", "id"], unique=False)

    op.create_table(
        "opportunity_answers",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("state", sa.String(length=40), nullable=False),
        sa.Column("reveals_contact", sa.Boolean(), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("last_message_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["member_id"], ["profiles.id"], name=op.f("fk_opportunity_answers_member_id")),
        sa.ForeignKeyConstraint(
            ["opportunity_id"], ["opportunities.id"], name=op.f("fk_opportunity_answers_opportunity_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity_answers")),
    )
    with op.batch_alter_table("opportunity_answers", schema=None) as batch_op:
        batch_op.create_index("ix_opportunity_answers_member", ["member_id", "answered_at", "id"], unique=False)
        batch_op.create_index(
            "ix_opportunity_answers_opportunity", ["opportunity_id", "answered_at", "id"], unique=False
        )
        batch_op.create_index(
            "uq_opportunity_answers_standing",
            ["opportunity_id", "member_id"],
            unique=True,
            sqlite_where=sa.text("state <> 'withdrawn'"),
            postgresql_where=sa.text("state <> 'withdrawn'"),
        )

    op.create_table(
        "opportunity_circles",
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("circle_id", sa.Uuid(), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_opportunity_circles_opportunity_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("opportunity_id", "circle_id", name=op.f("pk_opportunity_circles")),
    )
    with op.batch_alter_table("opportunity_circles", schema=None) as batch_op:
        batch_op.create_index("ix_opportunity_circles_circle", ["circle_id", "opportunity_id"], unique=False)

    op.create_table(
        "opportunity_facets",
        sa.Column("opportunity_id", sa.Uuid(), nullable=False),
        sa.Column("kind", sa.String(length=10), nullable=False),
        sa.Column("code", sa.String(length=80), nullable=False),
        sa.ForeignKeyConstraint(
            ["opportunity_id"],
            ["opportunities.id"],
            name=op.f("fk_opportunity_facets_opportunity_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("opportunity_id", "kind", "code", name=op.f("pk_opportunity_facets")),
    )
    with op.batch_alter_table("opportunity_facets", schema=None) as batch_op:
        batch_op.create_index("ix_opportunity_facets_code", ["kind", "code", "opportunity_id"], unique=False)

    op.create_table(
        "topics",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("filiere_id", sa.Uuid(), nullable=True),
        sa.Column("title", sa.String(length=200), nullable=False),
        sa.Column("language", sa.String(length=2), nullable=False),
        sa.Column("author_kind", sa.String(length=40), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("author_member", sa.Uuid(), nullable=True),
        sa.Column("pinned", sa.Integer(), nullable=False),
        sa.Column("locked", sa.Boolean(), nullable=False),
        sa.Column("posts", sa.Integer(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("last_post_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("pinned IN (0, 1)", name=op.f("ck_topics_pinned")),
        sa.ForeignKeyConstraint(["filiere_id"], ["filieres.id"], name=op.f("fk_topics_filiere_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_topics")),
    )
    with op.batch_alter_table("topics", schema=None) as batch_op:
        batch_op.create_index("ix_topics_filiere", ["filiere_id", "pinned", "last_post_at", "id"], unique=False)
        batch_op.create_index("ix_topics_office", ["office", "pinned", "last_post_at", "id"], unique=False)

    op.create_table(
        "contact_message_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("message_id", sa.Uuid(), nullable=False),
        sa.Column("sender_id", sa.Uuid(), nullable=False),
        sa.Column("reporter_id", sa.Uuid(), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=255), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["message_id"],
            ["contact_messages.id"],
            name=op.f("fk_contact_message_reports_message_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_contact_message_reports")),
        sa.UniqueConstraint("message_id", name=op.f("uq_contact_message_reports_message_id")),
    )
    with op.batch_alter_table("contact_message_reports", schema=None) as batch_op:
        batch_op.create_index(
            "ix_contact_message_reports_waiting",
            ["office", "reported_at", "id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )

    op.create_table(
        "opportunity_answer_messages",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("answer_id", sa.Uuid(), nullable=False),
        sa.Column("by_poster", sa.Boolean(), nullable=False),
        sa.Column("text", sa.String(length=5000), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["answer_id"],
            ["opportunity_answers.id"],
            name=op.f("fk_opportunity_answer_messages_answer_id"),
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_opportunity_answer_messages")),
    )
    with op.batch_alter_table("opportunity_answer_messages", schema=None) as batch_op:
        batch_op.create_index("ix_opportunity_answer_messages_answer", ["answer_id", "sent_at", "id"], unique=False)

    op.create_table(
        "posts",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("reply_to", sa.Uuid(), nullable=True),
        sa.Column("author_kind", sa.String(length=40), nullable=False),
        sa.Column("author", sa.String(length=255), nullable=False),
        sa.Column("author_member", sa.Uuid(), nullable=True),
        sa.Column("text", sa.String(length=5000), nullable=True),
        sa.Column("links", sa.JSON().with_variant(postgresql.JSONB(), "postgresql"), nullable=False),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("edited_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_by", sa.String(length=255), nullable=True),
        sa.Column("hidden_by_member", sa.Uuid(), nullable=True),
        sa.Column("hidden_reason", sa.String(length=2000), nullable=True),
        sa.Column("contest", sa.String(length=2000), nullable=True),
        sa.Column("contested_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("contest_answer", sa.String(length=2000), nullable=True),
        sa.Column("contest_answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(["reply_to"], ["posts.id"], name=op.f("fk_posts_reply_to")),
        sa.ForeignKeyConstraint(["topic_id"], ["topics.id"], name=op.f("fk_posts_topic_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_posts")),
        sa.UniqueConstraint("topic_id", "number", name=op.f("uq_posts_topic_id_number")),
    )
    with op.batch_alter_table("posts", schema=None) as batch_op:
        batch_op.create_index("ix_posts_author", ["office", "author", "written_at", "id"], unique=False)
        batch_op.create_index("ix_posts_author_member", ["author_member", "written_at", "id"], unique=False)
        batch_op.create_index("ix_posts_contested_at", ["office", "contested_at", "id"], unique=False)

    op.create_table(
        "topic_readings",
        sa.Column("topic_id", sa.Uuid(), nullable=False),
        sa.Column("member_id", sa.Uuid(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["member_id"], ["profiles.id"], name=op.f("fk_topic_readings_member_id"), ondelete="CASCADE"
        ),
        sa.ForeignKeyConstraint(
            ["topic_id"], ["topics.id"], name=op.f("fk_topic_readings_topic_id"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("topic_id", "member_id", name=op.f("pk_topic_readings")),
    )
    with op.batch_alter_table("topic_readings", schema=None) as batch_op:
        batch_op.create_index("ix_topic_readings_member", ["member_id"], unique=False)

    op.create_table(
        "post_reports",
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("post_id", sa.Uuid(), nullable=False),
        sa.Column("reporter", sa.String(length=255), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.String(length=255), nullable=True),
        sa.Column("outcome", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(["post_id"], ["posts.id"], name=op.f("fk_post_reports_post_id"), ondelete="CASCADE"),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_post_reports")),
        sa.UniqueConstraint("post_id", "reporter", name=op.f("uq_post_reports_post_id_reporter")),
    )
    with op.batch_alter_table("post_reports", schema=None) as batch_op:
        batch_op.create_index(
            "ix_post_reports_waiting",
            ["office", "reported_at", "id"],
            unique=False,
            sqlite_where=sa.text("closed_at IS NULL"),
            postgresql_where=sa.text("closed_at IS NULL"),
        )


def downgrade() -> None:
    for name in (
        "post_reports",
        "topic_readings",
        "posts",
        "opportunity_answer_messages",
        "contact_message_reports",
        "topics",
        "opportunity_facets",
        "opportunity_circles",
        "opportunity_answers",
        "external_spaces",
        "contact_participants",
        "contact_messages",
        "opportunities",
        "contact_preferences",
        "contact_conversations",
    ):
        op.drop_table(name)
