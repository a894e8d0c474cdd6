"""From the rows of a file to what is published of them."""

import hashlib
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.imports import CheckedRow, Fault, GivenRow, Ready
from partage_kit.jobs import Job
from partage_kit.types import LANGUAGES
from partage_members.place_imports.rows import NameRow, PostalRegionRow, PostalRow, RegionRow
from partage_members.places.naming import LONGEST, beginnings, country_of, plain

POSTAL = "post"
"""The language in which GeoNames says that a name is a postal code."""

_LEVEL_3 = 5
"""Characters of a region of level 3."""

_LANGUAGE = re.compile(r"[a-z]{2,3}")


async def check_postal_codes(_: AsyncSession, job: Job, rows: Sequence[GivenRow[PostalRow]]) -> list[CheckedRow]:
    """Places by their names and the district that they lie in, since several of a country may be called alike."""
    return [_postal(given, job.parameters["country"]) for given in rows]


def _postal(given: GivenRow[PostalRow], country: str) -> CheckedRow:
    row = given.row
    if row.country_code != country:
        return [Fault("country_code", f"this file is of {country}")]
    written = plain(row.place_name)
    if not written:
        return [Fault("place_name", "has no letter or digit")]
    district = row.admin_code2 or row.admin_name2 or row.admin_code1 or row.admin_name1 or ""
    return _ready(
        given.number,
        {
            "district": f"{written}|{district}",
            "country": row.country_code,
            "plain": written,
            "name": row.place_name,
            "postal_code": row.postal_code,
            "latitude": row.latitude,
            "longitude": row.longitude,
            "begins": _begins(row.place_name),
        },
    )


async def check_names(_: AsyncSession, _job: Job, rows: Sequence[GivenRow[NameRow]]) -> list[CheckedRow]:
    """Names that places have today, and postal codes; links, airports and names of the past are passed over."""
    return [_name(given) for given in rows]


def _name(given: GivenRow[NameRow]) -> CheckedRow:
    row = given.row
    language, written = row.language or "", plain(row.name)
    is_name = not language or _LANGUAGE.fullmatch(language)
    is_used = not (row.historic or row.colloquial) and bool(written) and len(row.name) <= LONGEST
    if not is_used or not (is_name or language == POSTAL):
        return _ready(given.number, {"kept": 0})
    return _ready(
        given.number,
        {
            "kept": 1,
            "number": given.number,
            "entry": row.geoname_id,
            "language": language,
            "rank": 1 if row.preferred else 3 if row.short else 2,
            "name": row.name,
            "plain": written,
            "begins": {"of": _begins(row.name)},
        },
    )


async def check_postal_regions(
    _: AsyncSession, job: Job, rows: Sequence[GivenRow[PostalRegionRow]]
) -> list[CheckedRow]:
    """Postal codes, each once, with a region of level 3 of their country."""
    return [_postal_region(given, job.parameters["country"]) for given in rows]


def _postal_region(given: GivenRow[PostalRegionRow], country: str) -> CheckedRow:
    nuts, code = given.row.NUTS3, given.row.CODE
    if country_of(nuts) != country:
        return [Fault("NUTS3", f"this file is of {country}")]
    if len(nuts) != _LEVEL_3:
        return [Fault("NUTS3", f"a code of level 3 has {_LEVEL_3} characters")]
    return _ready(given.number, {"postal_code": code, "nuts": nuts}, key=code)


async def check_regions(_: AsyncSession, _job: Job, rows: Sequence[GivenRow[RegionRow]]) -> list[CheckedRow]:
    """Regions whose code, level and country say the same."""
    return [_region(given) for given in rows]


def _region(given: GivenRow[RegionRow]) -> CheckedRow:
    row = given.row
    if row.country not in (row.nuts[:2], country_of(row.nuts)):
        return [Fault("nuts", f"is not in {row.country}")]
    if len(row.nuts) != row.level + 2:
        return [Fault("level", f"a code of level {row.level} has {row.level + 2} characters")]
    labels = {language: getattr(row, f"label_{language}") or row.label for language in LANGUAGES}
    words = " ".join(f" {plain(label)}" for label in dict.fromkeys((row.label, *labels.values())))
    values = {"nuts": row.nuts, "country": row.country, "level": row.level, "labels": labels, "words": words}
    return _ready(given.number, values, key=row.nuts)


def _begins(name: str) -> list[dict[str, Any]]:
    return [{"nth": nth, "inside": nth > 0, "begins": begins} for nth, begins in enumerate(beginnings(name))]


def _ready(number: int, values: Mapping[str, Any], key: str | None = None) -> Ready:
    """What is published of a row, with what it adds to the checksum of the file: five bytes, so that a sum fits."""
    content = json.dumps([number, values], sort_keys=True).encode()
    return Ready(key, {**values, "sum": int.from_bytes(hashlib.sha256(content).digest()[:5])})
