"""Shapes of places that members and posters write, and as they are shown."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from partage_kit.types import CountryCode, Line, NutsCode, Shape
from partage_kit.types.patterns import Pattern
from partage_members.places.naming import country_of


class Territory(Shape):
    """Where a member works: country, NUTS region, municipality and postal code."""

    country: CountryCode
    nuts: NutsCode | None = Field(None, description="NUTS code of Eurostat, such as BE332", examples=["BE332"])
    municipality: Line | None = None
    postal_code: (
        Annotated[
            str, Pattern(r"^[A-Z0-9][A-Z0-9 -]{1,11}$", "a postal code of capitals, digits, spaces and -, such as 1000")
        ]
        | None
    ) = None

    @model_validator(mode="after")
    def _region_of_country(self) -> Self:
        if self.nuts and country_of(self.nuts) != self.country:
            raise ValueError(f"region {self.nuts} is not in {self.country}")
        return self


class Workplace(Territory):
    """A place where a member works, such as a coworking space."""

    label: Line | None = Field(None, description="what the place is called")


_NAMES = Field(
    None,
    description="for readers of each language: its name in it, else its own; null when it has another name than known",
    examples=[{"fr": "Liège", "nl": "Luik", "en": "Liège"}],
)

REGION = Field(
    None,
    description="NUTS code: the one that was written, else where municipality and postal code lie; null when unknown",
    examples=["BE332"],
)
"""The region that a place is in, as search, lists and figures take it; it follows from what was written."""


class SeenTerritory(Territory):
    """Where a member works, or work is done; `municipality` is as it was written."""

    municipality_names: dict[str, str] | None = _NAMES
    region: str | None = REGION


class SeenWorkplace(Workplace):
    """A place where a member works; `municipality` is as she wrote it."""

    municipality_names: dict[str, str] | None = _NAMES
    region: str | None = REGION
