"""The purchase categories that ship with the procurement service: CPV divisions, and the groups offices use."""

import re
from pathlib import Path

from support.translations import LANGUAGES, justified, read_table, same_words, untranslated

TABLE = Path(__file__).parents[2] / "services/procurement/src/partage_procurement/categories/data/cpv.csv"
CATEGORIES = read_table(TABLE)
CODES = {row["code"] for row in CATEGORIES}

# The first two digits of the 45 divisions: CPV 2008, Regulation (EC) No 213/2008.
DIVISIONS = {
    *("03", "09", "14", "15", "16", "18", "19", "22", "24", "30", "31", "32", "33", "34", "35", "37", "38", "39"),
    *("41", "42", "43", "44", "45", "48", "50", "51", "55", "60", "63", "64", "65", "66", "70", "71", "72", "73"),
    *("75", "76", "77", "79", "80", "85", "90", "92", "98"),
}


def stem(code: str) -> str:
    """The digits of a code that carry meaning: two for a division, three for a group, more below."""
    return code.rstrip("0").ljust(2, "0")


def test_columns_and_codes() -> None:
    assert list(CATEGORIES[0]) == ["code", "parent", "kind", *(f"label_{language}" for language in LANGUAGES)]
    assert len(CODES) == len(CATEGORIES)
    assert all(re.fullmatch(r"\d{8}", code) for code in CODES)


def test_the_45_divisions_are_the_roots() -> None:
    roots = {row["code"] for row in CATEGORIES if not row["parent"]}
    assert roots == {f"{division}000000" for division in DIVISIONS}
    assert len(roots) == 45


def test_at_least_40_groups_stand_directly_under_a_division() -> None:
    groups = [row for row in CATEGORIES if row["parent"].endswith("000000") and row["code"].endswith("00000")]
    assert len(groups) >= 40


def test_a_parent_exists_and_its_digits_begin_its_childrens() -> None:
    for row in CATEGORIES:
        if row["parent"]:
            assert row["parent"] in CODES, row["code"]
            assert row["code"].startswith(stem(row["parent"])), row["code"]
            assert len(stem(row["code"])) > len(stem(row["parent"])), row["code"]


def test_a_category_hangs_under_the_nearest_one_that_ships() -> None:
    for row in CATEGORIES:
        above = [code for code in CODES - {row["code"]} if stem(row["code"]).startswith(stem(code))]
        assert row["parent"] == max(above, key=lambda code: len(stem(code)), default=""), row["code"]


def test_every_kind_of_purchase_occurs_and_no_other() -> None:
    assert {row["kind"] for row in CATEGORIES} == {"service", "consumable", "product", "investment"}
    # From division 50 on, CPV lists services only.
    assert {row["kind"] for row in CATEGORIES if row["code"] >= "50"} == {"service"}
    assert "service" not in {row["kind"] for row in CATEGORIES if row["code"] < "50"}


def test_labels_are_translated_and_distinct() -> None:
    assert untranslated(CATEGORIES) == []
    for language in LANGUAGES:
        labels = [row[f"label_{language}"].casefold() for row in CATEGORIES]
        assert len(set(labels)) == len(labels), language


def test_words_shared_by_two_languages_are_exactly_the_justified_ones() -> None:
    assert same_words("cpv", CATEGORIES, "code") == justified(Path(__file__).with_name("same_words.csv"))
