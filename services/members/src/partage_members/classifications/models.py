"""Schemes that were imported, version by version; a version never changes once it is published."""

from enum import StrEnum

from sqlalchemy import Column, ForeignKey, Index, Integer, String, Table, Text, UniqueConstraint, Uuid, text

from partage_kit.tables import Json, Utc, enum_text, sort_text
from partage_members.classifications.errors import VersionKnown
from partage_members.tables import tables


class Publication(StrEnum):
    """Where a version of a scheme stands: staged until it is whole, then current, then followed by another."""

    STAGED = "staged"
    CURRENT = "current"
    SUPERSEDED = "superseded"


_CURRENT = text("state = 'current'")

schemes = Table(
    "classification_schemes",
    tables.metadata,
    Column("id", Uuid, primary_key=True),
    Column("code", String(31), nullable=False),
    Column("version", String(31), nullable=False),
    Column("attribution", Text, nullable=False),
    Column("state", enum_text(Publication), nullable=False),
    Column("concepts", Integer, nullable=False),
    Column("imported_at", Utc, nullable=False),
    UniqueConstraint("code", "version", info={"refusal": VersionKnown}),
    Index("uq_classification_schemes_current", "code", unique=True, sqlite_where=_CURRENT, postgresql_where=_CURRENT),
)

scheme_concepts = Table(
    "classification_concepts",
    tables.metadata,
    Column("scheme_id", Uuid, ForeignKey("classification_schemes.id", ondelete="CASCADE"), primary_key=True),
    Column("code", sort_text(80), primary_key=True),
    Column("uri", String(300)),
    Column("isco08", String(10)),
    Column("broader", String(80)),
    Column("labels", Json, nullable=False),
    Column("alternatives", Json, nullable=False),
)
"""The concepts of each version, with their labels by language."""
