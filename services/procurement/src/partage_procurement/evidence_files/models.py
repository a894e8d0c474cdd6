"""Where the content of evidence is kept."""

from sqlalchemy import Column, ForeignKey, Integer, LargeBinary, Table, Uuid

from partage_procurement.tables import tables

PART_SIZE = 262_144
"""Bytes of a part: a file comes in and is written without being held as a whole."""

evidence_parts = Table(
    "assessment_evidence_parts",
    tables.metadata,
    Column("evidence_id", Uuid, ForeignKey("assessment_evidence.id"), primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", LargeBinary, nullable=False),
)
"""The content of a piece of evidence, part by part; never changed, as the evidence names its hash."""
