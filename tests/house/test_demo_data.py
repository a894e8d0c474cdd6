"""The fictional material of the demo cooperative: plausible, consistent with what ships, and nobody real."""

import re
from decimal import Decimal
from itertools import pairwise
from pathlib import Path
from string import Formatter

import pytest
from stdnum.eu import vat

from support.translations import LANGUAGES, Row, justified, read_table, same_words, untranslated

ROOT = Path(__file__).parents[2]
DATA = ROOT / "deploy/demo/data"
KEYS = {
    "presentations": ("occupation",),
    "places": ("country", "postal_code"),
    "offices": ("office",),
    "filieres": ("code",),
    "suppliers": ("code",),
    "crafts": ("code",),
    "articles": ("code",),
    "offers": ("code",),
}
TABLES = {name: read_table(DATA / f"{name}.csv") for name in KEYS}
NAMES = {name: read_table(DATA / f"{name}.csv") for name in ("given_names", "family_names")}
CLASSIFICATIONS = ROOT / "services/members/src/partage_members/classifications/data"
OCCUPATIONS = {row["code"] for row in read_table(CLASSIFICATIONS / "occupations.csv")}
SECTORS = {row["code"] for row in read_table(CLASSIFICATIONS / "nace.csv")}
CATEGORIES = {
    row["code"]: row
    for row in read_table(ROOT / "services/procurement/src/partage_procurement/categories/data/cpv.csv")
}
NUTS = re.compile(r"(BE|FR|NL)[0-9A-Z]{0,3}")
BEFORE_FILLED = re.compile(r"(\w+) \{(specialty|place)\}")
VOWELS = tuple("aeiouyhâàéèêîôœ")


def listed(cell: str) -> list[str]:
    """The values of a cell, which separates them by `|`; an empty cell has none."""
    return cell.split("|") if cell else []


@pytest.mark.parametrize("table", KEYS)
def test_keys_are_unique_and_texts_translated(table: str) -> None:
    rows = TABLES[table]
    assert len({tuple(row[part] for part in KEYS[table]) for row in rows}) == len(rows)
    assert untranslated(rows) == []


@pytest.mark.parametrize(("table", "column"), [("given_names", "given_name"), ("family_names", "family_name")])
def test_names_in_three_languages_make_enough_different_persons(table: str, column: str) -> None:
    rows = NAMES[table]
    assert {row["language"] for row in rows} == set(LANGUAGES)
    assert len({row[column] for row in rows}) == len(rows) >= 60


def test_places_are_in_three_countries_at_nuts_level_3() -> None:
    box = {"BE": ((49.4, 51.6), (2.5, 6.5)), "FR": ((42.0, 51.2), (-5.0, 8.3)), "NL": ((50.7, 53.6), (3.3, 7.3))}
    places = TABLES["places"]
    assert len(places) >= 45
    assert {place["country"] for place in places} == set(box)
    for place in places:
        (south, north), (west, east) = box[place["country"]]
        assert re.fullmatch(rf"{place['country']}[0-9A-Z]{{3}}", place["nuts"]), place
        assert re.fullmatch(r"\d{5}" if place["country"] == "FR" else r"[1-9]\d{3}", place["postal_code"]), place
        assert south < float(place["lat"]) < north, place
        assert west < float(place["lon"]) < east, place


def test_presentations_cover_trades_and_use_known_placeholders() -> None:
    rows = TABLES["presentations"]
    assert len(rows) >= 25
    assert {row["occupation"] for row in rows} <= OCCUPATIONS
    for row in rows:
        for language in LANGUAGES:
            assert len(set(listed(row[f"specialties_{language}"]))) == 3, row["occupation"]
            fields = {name for _, name, _, _ in Formatter().parse(row[f"presentation_{language}"]) if name}
            assert fields == {"specialty", "place", "years"}, (row["occupation"], language)
            headline = {name for _, name, _, _ in Formatter().parse(row[f"headline_{language}"]) if name}
            assert headline <= {"specialty"}, (row["occupation"], language)


def clashes(word: str, value: str) -> bool:
    """True when French would elide `word` before `value`, or contract the two (`de` + `le` = `du`)."""
    elided = word in {"de", "je", "la", "le", "que"} and value.startswith(VOWELS)
    return elided or (word in {"à", "de"} and value.startswith(("le ", "les ")))


def test_french_presentations_stay_right_whatever_is_filled_in() -> None:
    places = [place["name_fr"] for place in TABLES["places"]]
    for row in TABLES["presentations"]:
        filled = {"specialty": listed(row["specialties_fr"]), "place": places}
        for word, placeholder in BEFORE_FILLED.findall(f"{row['headline_fr']} {row['presentation_fr']}"):
            wrong = [value for value in filled[placeholder] if clashes(word.casefold(), value.casefold())]
            assert wrong == [], (row["occupation"], word)


def test_ten_filieres_with_scopes_that_exist() -> None:
    filieres = TABLES["filieres"]
    assert len(filieres) == 10
    assert {row["kind"] for row in filieres} == {"trade", "sector", "circle"}
    for row in filieres:
        assert set(listed(row["occupations"])) <= OCCUPATIONS, row["code"]
        assert set(listed(row["sectors"])) <= SECTORS, row["code"]
        # A trade is told by occupations, a sector by divisions, a circle by neither.
        told = (bool(row["occupations"]), bool(row["sectors"]))
        assert told == {"trade": (True, False), "sector": (True, True), "circle": (False, False)}[row["kind"]]


def evidently_fictional(number: str) -> bool:
    """True when the number lies where its register never issued one, though its check digits are right."""
    unissued = {"BE": r"BE00000\d{5}", "FR": r"FR\d{2}010001\d{3}", "NL": r"NL000000\d{3}B01"}
    return re.fullmatch(unissued[number[:2]], number) is not None


def test_suppliers_are_fictional_with_valid_vat_numbers() -> None:
    suppliers = TABLES["suppliers"]
    assert len(suppliers) >= 15
    assert {row["kind"] for row in suppliers} == {"vendor", "sharing_partner"}
    assert len({row["vat"] for row in suppliers}) == len(suppliers)
    for row in suppliers:
        assert vat.is_valid(row["vat"]), row["code"]
        assert row["vat"].startswith(row["country"]), row["code"]
        assert evidently_fictional(row["vat"]), row["code"]
        assert row["website"] == f"https://{row['code']}.example/"
        assert listed(row["categories"]) and set(listed(row["categories"])) <= set(CATEGORIES), row["code"]
        assert all(NUTS.fullmatch(code) for code in listed(row["territories"])), row["code"]


def tiers(article: Row) -> list[tuple[Decimal, Decimal]]:
    """The price tiers of an article: from which volume, at which net price a unit."""
    return [(Decimal(bound), Decimal(price)) for bound, price in (tier.split(":") for tier in listed(article["tiers"]))]


def test_articles_come_from_suppliers_who_sell_their_category() -> None:
    sold = {row["code"]: listed(row["categories"]) for row in TABLES["suppliers"] if row["kind"] == "vendor"}
    for article in TABLES["articles"]:
        assert article["category"] in sold[article["supplier"]], article["code"]


def test_articles_have_tiers_that_a_pooled_order_accepts() -> None:
    """Bounds rise and prices fall strictly, every tier beats the reference price, and bounds fill whole boxes."""
    assert len(TABLES["articles"]) >= 10
    for article in TABLES["articles"]:
        steps, box, quantum = tiers(article), Decimal(article["box_size"]), Decimal(article["quantum"])
        assert len(steps) >= 2, article["code"]
        assert all(low < high and dear > cheap for (low, dear), (high, cheap) in pairwise(steps)), article["code"]
        assert Decimal(article["reference_price"]) > steps[0][1], article["code"]
        assert Decimal(article["minimum"]) <= steps[0][0], article["code"]
        assert box % quantum == 0 and all(bound % box == 0 for bound, _ in steps), article["code"]
        assert Decimal(article["weight_kg"]) > 0, article["code"]
        assert re.fullmatch(r"20\d\d-\d\d-\d\d", article["reference_on"]), article["code"]
        assert article["vat_rate"] in {"6", "12", "21"}, article["code"]


def test_words_shared_by_two_languages_are_exactly_the_justified_ones() -> None:
    shared = {found for table, key in KEYS.items() for found in same_words(table, TABLES[table], *key)}
    assert shared == justified(Path(__file__).with_name("same_words.csv"))


def test_trades_of_an_office_correspond_to_the_list_that_ships() -> None:
    for craft in TABLES["crafts"]:
        targets = listed(craft["exact"]) + listed(craft["close"])
        assert targets and set(targets) <= OCCUPATIONS and craft["code"] not in OCCUPATIONS, craft
