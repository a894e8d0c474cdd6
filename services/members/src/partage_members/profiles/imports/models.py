"""By what number an office itself knows its members."""

from sqlalchemy import Column, ForeignKey, PrimaryKeyConstraint, Table, Uuid

from partage_kit.tables import sort_text
from partage_members.profiles.errors import ReferenceTaken
from partage_members.tables import tables

profile_references = Table(
    "profile_references",
    tables.metadata,
    Column("office", sort_text(31), nullable=False),
    Column("reference", sort_text(80), nullable=False),
    Column("profile_id", Uuid, ForeignKey("profiles.id", ondelete="CASCADE"), nullable=False, unique=True),
    PrimaryKeyConstraint("office", "reference"),
)
"""The number of a member in the office's own files, such as its payroll; it finds her profile at the next import."""

profile_references.primary_key.info["refusal"] = ReferenceTaken
