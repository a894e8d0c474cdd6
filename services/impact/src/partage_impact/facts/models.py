"""The facts, and until when each type of them is complete."""

from datetime import date

from sqlalchemy import Column, Date, Index, Integer, String, Table, UniqueConstraint, Uuid, text
from sqlmodel import Field

from partage_impact.tables import ImpactRow, tables
from partage_kit.tables import Json, Utc

_UNPLACED = text("nuts IS NULL AND person IS NOT NULL")
_PLACED = text("nuts IS NOT NULL AND person IS NOT NULL")

facts = Table(
    "facts",
    tables.metadata,
    Column("id", Uuid, primary_key=True),
    Column("office", String(31), nullable=False),
    Column("fact_type", String(60), nullable=False),
    Column("source", String(60), nullable=False),
    Column("reference", String(120), nullable=False),
    Column("revision", Integer, nullable=False),
    Column("mapping", Integer, nullable=False),
    Column("occurred_at", Utc, nullable=False),
    Column("occurred_on", Date, nullable=False),
    Column("ingested_at", Utc, nullable=False),
    Column("person", String(36)),
    Column("persons", Integer),
    Column("nuts", String(5)),
    Column("dimensions", Json, nullable=False),
    Column("measures", Json, nullable=False),
    UniqueConstraint("office", "source", "reference"),
    Index("ix_facts_office_fact_type", "office", "fact_type", "occurred_on"),
    Index("ix_facts_office_person", "office", "person"),
    Index("ix_facts_placed", "office", "nuts", "person", sqlite_where=_PLACED, postgresql_where=_PLACED),
    Index("ix_facts_unplaced", "office", "person", sqlite_where=_UNPLACED, postgresql_where=_UNPLACED),
)
"""What happened. `person` is the key of whom it is about, `persons` how many stand behind a fact about a group.

A fact is taken once: `reference` is its key at its source, for an event the aggregate's id and as a rule its version. A
higher `revision` corrects it, on the day on which it first happened. `ingested_at` is when it took its present form,
`mapping` the version of the mapping that made it. `occurred_on` is the day where the offices are; windows are ranges
of it.
"""


class Watermark(ImpactRow, table=True):
    """Until which day an office has heard everything of a type of facts; `sequence` is that day's ordinal."""

    __tablename__ = "watermarks"

    office: str = Field(max_length=31, primary_key=True)
    fact_type: str = Field(max_length=60, primary_key=True)
    sequence: int
    complete_until: date
    source: str = Field(max_length=60)
