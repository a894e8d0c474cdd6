"""The places that ship with the service: municipalities of Belgium, towns around, regions; in memory, sorted once."""

import csv
from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime
from functools import cache
from importlib.resources import files

from partage_kit.types import LANGUAGES
from partage_members.places.naming import Place, PlaceName, Region, beginnings, country_of, plain

ATTRIBUTION = "Statbel (CC BY 4.0), GeoNames (CC BY 4.0)"
"""Whose data the shipped places are."""

SHIPPED_AT = datetime(2026, 11, 26, tzinfo=UTC)
"""Since when they are as they ship now: what was derived from them before is derived anew."""

WHOLE = frozenset({"BE"})
"""Countries of which all municipalities ship, with all their postal codes."""

BEFORE = frozenset({"BE221", "BE222", "BE321", "BE322", "BE324", "BE325", "BE326", "BE327", "BE333"})
"""Regions of earlier versions of NUTS, of the countries whose regions ship: somebody may have written them."""

_LAST = chr(0x10FFFF)
"""Behind every character that a name has."""

Ranked = tuple[bool, str, Place]
"""A place, the part of a name by which it was found, and whether that begins inside of the name."""


@cache
def places() -> tuple[Place, ...]:
    """All places, those of Belgium first."""
    return tuple(
        Place(
            row["country"],
            tuple(PlaceName(*name.split(":", 1)) for name in row["names"].split("|")),
            tuple(filter(None, row["postal_codes"].split("|"))),
            float(row["latitude"]),
            float(row["longitude"]),
            frozenset({("shipped", number)}),
            row["nuts"] or None,
        )
        for number, row in enumerate(_rows("places"))
    )


@cache
def regions() -> Mapping[str, Region]:
    """Countries (level 0 of NUTS), and the regions of Belgium and Luxembourg of all levels, by their codes."""
    return {
        row["nuts"]: Region(row["nuts"], {language: row[f"name_{language}"] for language in LANGUAGES})
        for row in _rows("regions")
    }


@cache
def branches() -> frozenset[tuple[str, int]]:
    """Countries, each with how many characters the codes of those levels of NUTS have that ship with all regions."""
    return frozenset((country_of(nuts), len(nuts)) for nuts in regions())


def named(country: str, written: str, postal_code: str | None = None) -> Place | None:
    """The place of this name, in whichever language; of several that with the code, else that which calls itself so."""
    found = all_named(country, written)
    return next((place for place in found if postal_code in place.postal_codes), next(iter(found), None))


def all_named(country: str, written: str) -> Sequence[Place]:
    """The places of this name, in whichever language; those first that call themselves so."""
    return _by_name().get((country, plain(written)), ())


def with_code(country: str, postal_code: str) -> Place | None:
    """The municipality of a postal code."""
    return _by_code().get((country, postal_code))


def begun(typed: str, country: str | None, most: int) -> list[Ranked]:
    """Places of which a name, or a later word of one, begins so: whole names first, then by the alphabet."""
    query = plain(typed)
    found: list[Ranked] = []
    for inside in (False, True):
        listed = _beginnings()[inside]
        first = bisect_left(listed, (query, -1))
        for begins, place in listed[first : bisect_left(listed, (query + _LAST, -1), lo=first)]:
            if country in (None, places()[place].country):
                found.append((inside, begins, places()[place]))
            if len(found) >= most:
                return found
    return found


@cache
def _beginnings() -> tuple[list[tuple[str, int]], list[tuple[str, int]]]:
    """What names begin with, and what later words of them do, each with the number of its place."""
    whole: set[tuple[str, int]] = set()
    inside: set[tuple[str, int]] = set()
    for number, place in enumerate(places()):
        for text in place.texts:
            for nth, begins in enumerate(beginnings(text)):
                (inside if nth else whole).add((begins, number))
    return sorted(whole), sorted(inside)


@cache
def _by_name() -> Mapping[tuple[str, str], Sequence[Place]]:
    found: dict[tuple[str, str], list[Place]] = {}
    for place in places():
        for key in dict.fromkeys((place.country, plain(text)) for text in place.texts):
            found.setdefault(key, []).append(place)
    for (_, name), called_so in found.items():
        called_so.sort(key=lambda place: plain(place.texts[0]) != name)
    return found


@cache
def _by_code() -> Mapping[tuple[str, str], Place]:
    found: dict[tuple[str, str], Place] = {}
    for place in places():
        for code in place.postal_codes:
            found.setdefault((place.country, code), place)
    return found


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    text = files("partage_members.places").joinpath("data", f"{name}.csv").read_text("utf-8")
    yield from csv.DictReader(text.splitlines())
