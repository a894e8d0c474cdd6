"""Shapes of places, going out."""

from pydantic import Field

from partage_kit.types import Shape, UtcDateTime
from partage_members.places.models import EditionKind


class PlaceNameView(Shape):
    """A name and its language (ISO 639); null where nobody told which."""

    language: str | None
    name: str


class PlaceView(Shape):
    """A municipality or town."""

    country: str
    labels: dict[str, str] = Field(description="for readers of each language: its name in it, else its own")
    names: list[PlaceNameView] = Field(description="what it calls itself first")
    postal_codes: list[str] = Field(description="the first hundred")
    latitude: float = Field(description="degrees (WGS 84)")
    longitude: float = Field(description="degrees (WGS 84)")


class Places(Shape):
    """Places that were found, best first."""

    items: list[PlaceView]


class RegionView(Shape):
    """A region of NUTS; its level follows from its code: BE3 is of level 1, BE332 of level 3."""

    nuts: str
    labels: dict[str, str]


class EditionView(Shape):
    """A file of places that is in use; who shows them has to print `attribution`."""

    kind: EditionKind
    extent: str = Field(description="a country (ISO 3166-1), or `*`")
    version: str
    attribution: str
    rows: int
    published_at: UtcDateTime


class Editions(Shape):
    """What places are known from."""

    shipped: str = Field(description="whose data the places are that ship with the service")
    items: list[EditionView]
