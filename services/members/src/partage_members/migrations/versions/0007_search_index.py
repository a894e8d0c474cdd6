"""The search index: documents by their tokens, codes and points, and the words that are visible in each scope."""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

_ENGINE = {
    "sqlite": (
        # no positions and no sizes: words are never sought side by side, and never weighed
        "CREATE VIRTUAL TABLE search_index USING fts5(tokens, content='search_documents', content_rowid='number', "
        "tokenize='ascii', detail='none', columnsize=0, prefix='7 8 9')",
    ),
    "postgresql": (
        "CREATE TABLE search_index (number BIGINT PRIMARY KEY, tokens TSVECTOR NOT NULL)",
        # the tokens are read by the index alone: kept apart, many numbers fit on a page
        "ALTER TABLE search_index ALTER COLUMN tokens SET STORAGE EXTERNAL",
        "ALTER TABLE search_index SET (toast_tuple_target = 128)",
        "CREATE INDEX ix_search_index_tokens ON search_index USING gin (tokens) WITH (fastupdate = off)",
    ),
}


def upgrade() -> None:
    op.create_table(
        "search_documents",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), autoincrement=True, nullable=False),
        sa.Column("id", sa.Uuid(), nullable=False),
        sa.Column("tokens", sa.Text(), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_documents")),
        sa.UniqueConstraint("id", name=op.f("uq_search_documents_id")),
    )
    op.create_table(
        "search_scopes",
        sa.Column("number", sa.Integer(), autoincrement=True, nullable=False),
        sa.Column("office", sa.String(length=31), nullable=False),
        sa.Column("scope", sa.String(length=60), nullable=False),
        sa.PrimaryKeyConstraint("number", name=op.f("pk_search_scopes")),
        sa.UniqueConstraint("office", "scope", name=op.f("uq_search_scopes_office_scope")),
    )
    op.create_table(
        "search_term_pieces",
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column(
            "piece",
            sa.String(length=160).with_variant(sa.String(length=160, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.Column(
            "term",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("scope", "piece", "term", name=op.f("pk_search_term_pieces")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_terms",
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column(
            "term",
            sa.String(length=300).with_variant(sa.String(length=300, collation="C"), "postgresql"),
            nullable=False,
        ),
        sa.PrimaryKeyConstraint("scope", "term", name=op.f("pk_search_terms")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_facets",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column(
            "code", sa.String(length=80).with_variant(sa.String(length=80, collation="C"), "postgresql"), nullable=False
        ),
        sa.ForeignKeyConstraint(
            ["number"], ["search_documents.number"], name=op.f("fk_search_facets_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", "scope", "kind", "code", name=op.f("pk_search_facets")),
        sqlite_with_rowid=False,
    )
    op.create_table(
        "search_points",
        sa.Column("number", sa.BigInteger().with_variant(sa.Integer(), "sqlite"), nullable=False),
        sa.Column("scope", sa.Integer(), nullable=False),
        sa.Column("x", sa.Float(), nullable=False),
        sa.Column("y", sa.Float(), nullable=False),
        sa.Column("z", sa.Float(), nullable=False),
        sa.ForeignKeyConstraint(
            ["number"], ["search_documents.number"], name=op.f("fk_search_points_number"), ondelete="CASCADE"
        ),
        sa.PrimaryKeyConstraint("number", "scope", name=op.f("pk_search_points")),
    )
    with op.batch_alter_table("search_points", schema=None) as batch_op:
        batch_op.create_index("ix_search_points_z", ["scope", "z"], unique=False)

    for statement in _ENGINE[op.get_bind().dialect.name]:
        op.execute(statement)


def downgrade() -> None:
    op.execute("DROP TABLE search_index")
    with op.batch_alter_table("search_points", schema=None) as batch_op:
        batch_op.drop_index("ix_search_points_z")

    op.drop_table("search_points")
    op.drop_table("search_facets")
    op.drop_table("search_terms")
    op.drop_table("search_term_pieces")
    op.drop_table("search_scopes")
    op.drop_table("search_documents")
