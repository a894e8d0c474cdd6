"""The rows of files of places, and how a file is brought in."""

from typing import Annotated

from pydantic import BeforeValidator, Field, StringConstraints

from partage_kit.imports import ImportOptions
from partage_kit.types import CountryCode, Line, NutsCode, Shape
from partage_kit.types.patterns import Pattern

EditionVersion = Annotated[
    str, Pattern(r"^[A-Za-z0-9][A-Za-z0-9._-]{0,30}$", "letters, digits, ., _ and -, such as 2026-11")
]
PostalCode = Annotated[
    str, Pattern(r"^[A-Z0-9][A-Z0-9 -]{0,19}$", "a postal code of capitals, digits, spaces and -, such as 1000")
]
Latitude = Annotated[float, Field(ge=-90, le=90, allow_inf_nan=False)]
Longitude = Annotated[float, Field(ge=-180, le=180, allow_inf_nan=False)]
Kept = Annotated[str | None, StringConstraints(max_length=1_000)]
Flag = Annotated[bool, BeforeValidator(lambda written: written == "1")]
"""GeoNames writes 1, or nothing."""


class PlacesEdition(ImportOptions):
    """Which edition a file is; another file needs another version, the same one changes nothing."""

    version: EditionVersion = Field(description="such as the month of the download", examples=["2026-11"])
    attribution: Annotated[Line, Field(description="whom who shows the places has to name")] = "GeoNames (CC BY 4.0)"


class CountryEdition(PlacesEdition):
    """Which edition of the places of one country a file is."""

    country: CountryCode


class PostalRow(Shape):
    """A postal code and a place that has it, in the layout of GeoNames' postal codes (`readme.txt` of `export/zip`)."""

    country_code: CountryCode
    postal_code: PostalCode
    place_name: Line
    admin_name1: Kept = None
    admin_code1: Kept = None
    admin_name2: Kept = None
    admin_code2: Kept = None
    admin_name3: Kept = None
    admin_code3: Kept = None
    latitude: Latitude
    longitude: Longitude
    accuracy: Kept = None


class NameRow(Shape):
    """A name of an entry of GeoNames, in the layout of its alternate names (`alternateNamesV2.txt`)."""

    alternate_name_id: Annotated[int, Field(ge=0, le=2_147_483_647)]
    geoname_id: Annotated[int, Field(ge=0, le=2_147_483_647)]
    language: Kept = None
    name: Annotated[str, StringConstraints(max_length=1_000)]
    preferred: Flag = False
    short: Flag = False
    colloquial: Flag = False
    historic: Flag = False
    since: Kept = None
    until: Kept = None


Quoted = BeforeValidator(lambda written: written.strip().strip("'") if isinstance(written, str) else written)
"""Eurostat writes each cell between apostrophes."""


class PostalRegionRow(Shape):
    """A postal code and the region of level 3 that it lies in, in the layout of Eurostat's TERCET tables."""

    NUTS3: Annotated[NutsCode, Quoted]
    CODE: Annotated[PostalCode, Quoted]


class RegionRow(Shape):
    """A region of NUTS; `label` is what it calls itself, the others are for readers of each language."""

    nuts: NutsCode
    label: Line
    level: Annotated[int, Field(ge=0, le=3)]
    country: CountryCode
    label_fr: Line | None = None
    label_nl: Line | None = None
    label_en: Line | None = None
