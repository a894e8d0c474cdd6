"""The tables of the index. What an engine searches in (`search_index...`) is its own, and made by the migration."""

from sqlalchemy import (
    Boolean,
    Column,
    Float,
    ForeignKey,
    Index,
    Integer,
    String,
    Table,
    Text,
    UniqueConstraint,
    Uuid,
    false,
    text,
    true,
)

from partage_kit.tables import BigId, enum_text, sort_text
from partage_members.search.documents import SuggestionKind
from partage_members.search.words import LONGEST
from partage_members.tables import tables

tables.metadata.info["made_by_hand"] = "search_index"

scopes = Table(
    "search_scopes",
    tables.metadata,
    Column("number", Integer, primary_key=True, autoincrement=True),
    Column("office", String(31), nullable=False),
    Column("scope", String(60), nullable=False),
    UniqueConstraint("office", "scope"),
)
"""The scopes of each office by number, as they stand in tokens."""

documents = Table(
    "search_documents",
    tables.metadata,
    Column("number", BigId, primary_key=True, autoincrement=True),
    Column("id", Uuid, nullable=False, unique=True),
    Column("tokens", Text, nullable=False),
    Column("stale", Boolean, nullable=False, server_default=false()),
)
"""The documents; who came last has the highest number, and keeps it through all changes. Stale are those that must be
made anew, as documents are now made in another way; a migration marks them."""

Index(
    "ix_search_documents_stale",
    documents.c.number,
    sqlite_where=documents.c.stale == true(),
    postgresql_where=documents.c.stale == true(),
)

facets = Table(
    "search_facets",
    tables.metadata,
    Column("number", BigId, ForeignKey("search_documents.number", ondelete="CASCADE"), primary_key=True),
    Column("scope", Integer, primary_key=True),
    Column("codes", Text, nullable=False),
    sqlite_with_rowid=False,
)
"""The codes that a document shows in a scope, each with its kind, to count them. With a row for each code, seven times
as many rows would be read for a question."""

points = Table(
    "search_points",
    tables.metadata,
    Column("number", BigId, ForeignKey("search_documents.number", ondelete="CASCADE"), primary_key=True),
    Column("scope", Integer, primary_key=True),
    Column("nth", Integer, primary_key=True),
    Column("x", Float, nullable=False),
    Column("y", Float, nullable=False),
    Column("z", Float, nullable=False),
    Index("ix_search_points_z", "scope", "z", "x", "y", "number"),
)
"""Where documents are, some in several places, on a sphere of radius 1: distances are arithmetic, alike everywhere."""

terms = Table(
    "search_terms",
    tables.metadata,
    Column("scope", Integer, primary_key=True),
    Column("term", sort_text(300), primary_key=True),
    Column("written", sort_text(LONGEST), primary_key=True, server_default=text("''")),
    sqlite_with_rowid=False,
)
"""The words that are visible in each scope, to forgive typing errors; none that no document has. Each has a row
in which `written` is empty, and one for each way in which somebody writes it otherwise than it is searched for."""

pieces = Table(
    "search_term_pieces",
    tables.metadata,
    Column("scope", Integer, primary_key=True),
    Column("piece", sort_text(160), primary_key=True),
    Column("term", sort_text(300), primary_key=True),
    sqlite_with_rowid=False,
)
"""The pieces under which words are found that were typed with errors."""

suggestions = Table(
    "search_suggestions",
    tables.metadata,
    Column("scope", Integer, primary_key=True),
    Column("kind", enum_text(SuggestionKind), primary_key=True),
    Column("term", sort_text(300), primary_key=True),
    sqlite_with_rowid=False,
)
"""Words and codes by their kind that are visible in each scope; none that no document has."""
