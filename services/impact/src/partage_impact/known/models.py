"""The members of the offices, as the members service last described them."""

from sqlmodel import Field

from partage_impact.tables import ImpactRow


class KnownMember(ImpactRow, table=True):
    """Where a member works; `key` is her id as facts write it, `sequence` the version of her profile that says so."""

    __tablename__ = "known_members"

    key: str = Field(max_length=36, primary_key=True)
    office: str = Field(max_length=31)
    sequence: int
    nuts: str | None = Field(default=None, max_length=5)
