"""What the facts of several nouns share."""

from enum import StrEnum
from typing import ClassVar

from pydantic import BaseModel, ConfigDict

from partage_kit.types import CountryCode, Fact


class Place(BaseModel):
    """Where something is, in codes: country (ISO 3166-1), NUTS region (Eurostat) and postal code."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    country: CountryCode
    nuts: str | None = None
    postal_code: str | None = None


class FiliereKind(StrEnum):
    """What a filière gathers: one trade, complementary trades of a sector, or a shared reality of work."""

    TRADE = "trade"
    SECTOR = "sector"
    CIRCLE = "circle"


class _MembersFact(Fact):
    """What the members service announces."""

    service: ClassVar[str] = "members"
