"""The classification that ships with the members service: complete, well formed and really in three languages."""

import re
from collections import Counter
from pathlib import Path

from support.translations import LANGUAGES, justified, read_table, same_words, untranslated

DATA = Path(__file__).parents[2] / "services/members/src/partage_members/classifications/data"
OCCUPATIONS = read_table(DATA / "occupations.csv")
NACE = read_table(DATA / "nace.csv")
NEEDS = read_table(DATA / "needs.csv")
SECTIONS = [row["code"] for row in NACE if not row["parent"]]
DIVISIONS = [row["code"] for row in NACE if row["parent"]]

# Which divisions each section holds: NACE Rev. 2, annex I of Regulation (EC) No 1893/2006.
DIVISIONS_OF = {
    "A": "01 02 03", "B": "05 06 07 08 09",
    "C": "10 11 12 13 14 15 16 17 18 19 20 21 22 23 24 25 26 27 28 29 30 31 32 33",
    "D": "35", "E": "36 37 38 39", "F": "41 42 43", "G": "45 46 47", "H": "49 50 51 52 53", "I": "55 56",
    "J": "58 59 60 61 62 63", "K": "64 65 66", "L": "68", "M": "69 70 71 72 73 74 75", "N": "77 78 79 80 81 82",
    "O": "84", "P": "85", "Q": "86 87 88", "R": "90 91 92 93", "S": "94 95 96", "T": "97 98", "U": "99",
}  # fmt: skip


def first_word(form: str) -> str:
    """`monteur` of `monteur vidéo`, `chef` of `chef-op`."""
    return re.split(r"[ -]", form.casefold(), maxsplit=1)[0]


def test_columns() -> None:
    labels = [f"{kind}_{language}" for kind in ("label", "alt") for language in LANGUAGES]
    assert list(OCCUPATIONS[0]) == ["code", "isco08", *labels, "related"]
    assert list(NACE[0]) == ["code", "parent", *labels[:3]]


def test_at_least_170_occupations_with_a_stable_code_each() -> None:
    codes = [row["code"] for row in OCCUPATIONS]
    assert len(codes) >= 170
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code) for code in codes)


def test_every_occupation_has_a_unit_group_of_isco_08() -> None:
    # Groups 1 to 9 have four digits; armed forces (0) are not for members.
    assert [row["code"] for row in OCCUPATIONS if not re.fullmatch(r"[1-9][1-6]\d\d", row["isco08"])] == []


def test_related_divisions_exist_and_are_named_once() -> None:
    for row in OCCUPATIONS:
        related = row["related"].split("|")
        assert set(related) <= set(DIVISIONS), row["code"]
        assert len(set(related)) == len(related), row["code"]


def test_nace_is_complete() -> None:
    assert len(SECTIONS) == 21
    assert len(DIVISIONS) == 88
    parents = {row["code"]: row["parent"] for row in NACE if row["parent"]}
    assert parents == {code: section for section, codes in DIVISIONS_OF.items() for code in codes.split()}
    assert sorted(SECTIONS) == sorted(DIVISIONS_OF)


def test_needs_have_codes_that_answers_of_surveys_may_have_and_stand_under_a_topic() -> None:
    codes = [row["code"] for row in NEEDS]
    assert len(set(codes)) == len(codes)
    assert all(re.fullmatch(r"[a-z][a-z0-9_]{0,39}", code) for code in codes)
    topics = {row["code"] for row in NEEDS if not row["parent"]}
    under = Counter(row["parent"] for row in NEEDS if row["parent"])
    assert set(under) == topics and min(under.values()) >= 3


def test_nace_labels_are_not_shouted() -> None:
    assert [row["code"] for row in NACE if any(row[f"label_{language}"].isupper() for language in LANGUAGES)] == []


def test_no_translation_is_missing() -> None:
    assert untranslated(OCCUPATIONS) == []
    assert untranslated(NACE) == []
    assert untranslated(NEEDS) == []


def test_a_label_names_one_thing_only() -> None:
    for rows in (OCCUPATIONS, NACE, NEEDS):
        for language in LANGUAGES:
            labels = Counter((row[f"label_{language}"].casefold(), row.get("parent")) for row in rows)
            assert [label for label, times in labels.items() if times > 1] == []


def test_an_alternative_belongs_to_one_occupation_and_is_no_preferred_label() -> None:
    for language in LANGUAGES:
        preferred = {row[f"label_{language}"].casefold() for row in OCCUPATIONS}
        alternatives = [form.casefold() for row in OCCUPATIONS for form in row[f"alt_{language}"].split("|")]
        assert [form for form, times in Counter(alternatives).items() if times > 1] == []
        assert preferred & set(alternatives) == set()
        assert all(form and form == form.strip() for form in alternatives)


def test_a_french_label_with_two_genders_offers_both_as_alternatives() -> None:
    """`monteur/monteuse vidéo` must be found by who types only one of the two forms."""
    for row in OCCUPATIONS:
        genders = re.split(r"(?<=[a-z])/(?=[a-z])", row["label_fr"])  # not the stroke of `UX/UI`
        if len(genders) > 1:
            alternatives = {first_word(form) for form in row["alt_fr"].split("|")}
            assert {first_word(form) for form in genders} <= alternatives, row["code"]


def test_words_shared_by_two_languages_are_exactly_the_justified_ones() -> None:
    tables = {"occupations": OCCUPATIONS, "nace": NACE, "needs": NEEDS}
    shared = {words for name, rows in tables.items() for words in same_words(name, rows, "code")}
    assert shared == justified(Path(__file__).with_name("same_words.csv"))
