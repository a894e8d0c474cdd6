"""Schemes that were imported, version by version; triggers refuse to change a version once it is published."""

from enum import StrEnum

from sqlalchemy import (
    Boolean,
    Column,
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
)

from partage_kit.tables import Json, Utc, enum_text, sort_text
from partage_members.classifications.errors import SchemeDraftExists, VersionKnown
from partage_members.tables import tables


class Publication(StrEnum):
    """Where a version of a scheme stands: staged until it is whole, then current, then followed by another."""

    STAGED = "staged"
    CURRENT = "current"
    SUPERSEDED = "superseded"


class Kind(StrEnum):
    """What the concepts of a scheme are."""

    OCCUPATIONS = "occupations"
    SECTORS = "sectors"
    SKILLS = "skills"


class Match(StrEnum):
    """How a concept corresponds to another one (SKOS); of `broad`, the other is the broader."""

    EXACT = "exact"
    CLOSE = "close"
    BROAD = "broad"


EVERY_OFFICE = "*"
"""In place of an office: the scheme is there for all of them."""

_DRAFTED = text("state = 'staged' AND office <> '*'")
_CURRENT = text("state = 'current'")

schemes = Table(
    "classification_schemes",
    tables.metadata,
    Column("id", Uuid, primary_key=True),
    Column("office", String(31), nullable=False, server_default=EVERY_OFFICE),
    Column("code", String(31), nullable=False),
    Column("kind", enum_text(Kind), nullable=False, server_default=Kind.OCCUPATIONS),
    Column("version", String(31), nullable=False),
    Column("attribution", Text, nullable=False),
    Column("state", enum_text(Publication), nullable=False),
    Column("concepts", Integer, nullable=False),
    Column("imported_at", Utc, nullable=False),
    Column("digest", String(64)),
    Column("awaits_index", Boolean, nullable=False, server_default=false()),
    UniqueConstraint("office", "code", "version", info={"refusal": VersionKnown}),
    Index(
        "uq_classification_schemes_current",
        "office",
        "code",
        unique=True,
        sqlite_where=_CURRENT,
        postgresql_where=_CURRENT,
    ),
    Index(
        "uq_classification_schemes_draft",
        "office",
        "code",
        "state",  # so that SQLite, which names columns only, tells it from the one before
        unique=True,
        sqlite_where=_DRAFTED,
        postgresql_where=_DRAFTED,
        info={"refusal": SchemeDraftExists},
    ),
    Index(
        "ix_classification_schemes_awaits_index",
        "id",
        sqlite_where=text("awaits_index"),
        postgresql_where=text("awaits_index"),
    ),
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
    Index("ix_classification_concepts_isco08", "isco08", "scheme_id"),
)
"""The concepts of each version, with their labels by language."""

concept_mappings = Table(
    "classification_mappings",
    tables.metadata,
    Column("scheme_id", Uuid, ForeignKey("classification_schemes.id", ondelete="CASCADE"), primary_key=True),
    Column("source", sort_text(80), primary_key=True),
    Column("target", sort_text(80), primary_key=True),
    Column("match", enum_text(Match), nullable=False),
    Index("ix_classification_mappings_source", "source"),
    Index("ix_classification_mappings_target", "target"),
)
"""What each version says of how concepts correspond, in codes as they stand in profiles: its own to those of others,
those of others to its own, and codes of earlier versions to those that took their place."""
