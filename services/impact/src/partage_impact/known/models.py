"""The members of the offices, as the members service last described them."""

from uuid import UUID

from sqlmodel import Field

from partage_impact.tables import ImpactRow


class KnownMember(ImpactRow, table=True):
    """Where a member works; `sequence` is the version of her profile that says so."""

    __tablename__ = "known_members"

    id: UUID = Field(primary_key=True)
    office: str = Field(max_length=31)
    sequence: int
    nuts: str | None = Field(default=None, max_length=5)
