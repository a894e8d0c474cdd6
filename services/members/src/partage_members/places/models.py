"""Places that were imported, edition by edition; an edition never changes once it is published.

Postal codes make places. Names in other languages come from another file, which knows places by numbers of its own:
they are kept as they came, and linked with the places of the current edition whenever one of both is published.
"""

from enum import StrEnum

from sqlalchemy import (
    BigInteger,
    Boolean,
    Column,
    Float,
    ForeignKeyConstraint,
    Index,
    Integer,
    String,
    Table,
    Text,
    Uuid,
    text,
)
from sqlalchemy import ForeignKey as References
from sqlalchemy import UniqueConstraint as Once

from partage_kit.tables import BigId, Json, Utc, enum_text, sort_text
from partage_members.places.errors import EditionKnown
from partage_members.tables import tables

EVERYWHERE = "*"
"""The extent of an edition that is not of one country."""


class EditionKind(StrEnum):
    """What an edition holds."""

    POSTAL_CODES = "postal_codes"
    NAMES = "names"
    REGIONS = "regions"
    POSTAL_REGIONS = "postal_regions"


class Publication(StrEnum):
    """Where an edition stands: current, or followed by another."""

    CURRENT = "current"
    SUPERSEDED = "superseded"


_CURRENT = text("state = 'current'")

editions = Table(
    "place_editions",
    tables.metadata,
    Column("id", Uuid, primary_key=True),
    Column("kind", enum_text(EditionKind), nullable=False),
    Column("extent", String(2), nullable=False),
    Column("version", String(31), nullable=False),
    Column("attribution", Text, nullable=False),
    Column("state", enum_text(Publication), nullable=False),
    Column("rows", Integer, nullable=False),
    Column("checksum", BigInteger, nullable=False),
    Column("published_at", Utc, nullable=False),
    Once("kind", "extent", "version", info={"refusal": EditionKnown}),
    Index("uq_place_editions_current", "kind", "extent", unique=True, sqlite_where=_CURRENT, postgresql_where=_CURRENT),
)
"""Files that were brought in: of which country (`*`: regions of all), and which edition."""


def _edition() -> Column[object]:
    return Column("edition_id", Uuid, References("place_editions.id", ondelete="CASCADE"), primary_key=True)


def _of_place() -> ForeignKeyConstraint:
    target = ["imported_places.edition_id", "imported_places.number"]
    return ForeignKeyConstraint(["edition_id", "place"], target, ondelete="CASCADE")


imported = Table(
    "imported_places",
    tables.metadata,
    _edition(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("country", String(2), nullable=False),
    Column("plain", sort_text(300), nullable=False),
    Column("name", String(200), nullable=False),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
)
"""Places with the name of the postal service, numbered by the first row of the file that told of them."""

codes = Table(
    "imported_place_codes",
    tables.metadata,
    Column("edition_id", Uuid, primary_key=True),
    Column("place", Integer, primary_key=True, autoincrement=False),
    Column("postal_code", sort_text(20), primary_key=True),
    Column("latitude", Float, nullable=False),
    Column("longitude", Float, nullable=False),
    _of_place(),
    Index("ix_imported_place_codes_postal_code", "postal_code", "edition_id", "place"),
)
"""The postal codes of places, and where those are."""

names = Table(
    "imported_place_names",
    tables.metadata,
    Column("id", BigId, primary_key=True, autoincrement=True),
    Column("edition_id", Uuid, nullable=False),
    Column("place", Integer, nullable=False),
    Column("language", String(3), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("nth", Integer, nullable=False),
    Column("inside", Boolean, nullable=False),
    Column("begins", sort_text(300), nullable=False),
    _of_place(),
    Index("ix_imported_place_names_place", "place", "edition_id"),
    Index("ix_imported_place_names_edition_begins", "edition_id", "inside", "begins", "place"),
    Index("ix_imported_place_names_begins", "inside", "begins", "edition_id", "place"),
)
"""What places are called, once for each word from which on they are found; rank 0 is what the postal service says."""

other_names = Table(
    "geonames_names",
    tables.metadata,
    _edition(),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("entry", Integer, nullable=False),
    Column("language", String(4), nullable=False),
    Column("rank", Integer, nullable=False),
    Column("name", String(200), nullable=False),
    Column("plain", sort_text(300), nullable=False),
    Column("begins", Json, nullable=False),
    Index("ix_geonames_names_plain", "edition_id", "plain", "entry"),
    Index("ix_geonames_names_entry", "edition_id", "entry", "language"),
)
"""Alternate names of GeoNames by its own entries; those in the language `post` are postal codes."""

regions = Table(
    "imported_regions",
    tables.metadata,
    _edition(),
    Column("nuts", sort_text(5), primary_key=True),
    Column("country", String(2), nullable=False),
    Column("level", Integer, nullable=False),
    Column("labels", Json, nullable=False),
    Column("words", Text, nullable=False),
)
"""Regions of NUTS with their labels for readers of each language; their words each stand behind a space."""

postal_regions = Table(
    "imported_postal_regions",
    tables.metadata,
    _edition(),
    Column("postal_code", sort_text(20), primary_key=True),
    Column("nuts", sort_text(5), nullable=False),
)
"""The region of level 3 in which a postal code lies, as Eurostat tells it for each country."""
