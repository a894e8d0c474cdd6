"""Find a place by what somebody wrote, in any of its languages, and tell what else it is called and where it is."""

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

from partage_kit.folding import fold


@dataclass(frozen=True, slots=True)
class Place:
    """A municipality or town: its names in all its languages, its postal codes, its position in degrees (WGS 84)."""

    country: str
    names: tuple[str, ...]
    postal_codes: tuple[str, ...]
    latitude: float
    longitude: float


@cache
def places() -> tuple[Place, ...]:
    """All places, those of Belgium first."""
    return tuple(
        Place(
            row["country"],
            tuple(row["names"].split("|")),
            tuple(filter(None, row["postal_codes"].split("|"))),
            float(row["latitude"]),
            float(row["longitude"]),
        )
        for row in _rows("places")
    )


def find_place(country: str, municipality: str | None, postal_code: str | None = None) -> Place | None:
    """The place of this name; else the one of this postal code, as for a village that belongs to a municipality."""
    by_name, by_code = _lookup()
    named = by_name.get((country, _plain(municipality))) if municipality else None
    return named or (by_code.get((country, postal_code)) if postal_code else None)


def place_texts(
    country: str, nuts: str | None = None, municipality: str | None = None, postal_code: str | None = None
) -> tuple[str, ...]:
    """What a place and its regions are called in all languages: who looks for Luik finds who wrote Liège."""
    place = find_place(country, municipality, postal_code)
    levels = (nuts[:length] for length in range(3, len(nuts) + 1)) if nuts else ()
    regions = (name for level in levels for name in _regions().get(level, ()))
    return tuple(dict.fromkeys((*(place.names if place else ()), *regions)))


@cache
def _folded() -> tuple[tuple[Place, tuple[str, ...]], ...]:
    return tuple((place, tuple(map(_plain, place.names))) for place in places())


@cache
def _lookup() -> tuple[Mapping[tuple[str, str], Place], Mapping[tuple[str, str], Place]]:
    """Places by country and name, and by country and postal code; the first of several."""
    by_name: dict[tuple[str, str], Place] = {}
    by_code: dict[tuple[str, str], Place] = {}
    for place, names in _folded():
        for name in names:
            by_name.setdefault((place.country, name), place)
        for code in place.postal_codes:
            by_code.setdefault((place.country, code), place)
    return by_name, by_code


@cache
def _regions() -> Mapping[str, tuple[str, ...]]:
    return {row["nuts"]: (row["name_fr"], row["name_nl"], row["name_en"]) for row in _rows("regions")}


def _plain(name: str) -> str:
    """A name without accents and marks: Saint-Josse and saint josse are one."""
    return " ".join("".join(letter if letter.isalnum() else " " for letter in fold(name)).split())


def _rows(name: str) -> Iterator[Mapping[str, str]]:
    text = files("partage_members.places").joinpath("data", f"{name}.csv").read_text("utf-8")
    yield from csv.DictReader(text.splitlines())
