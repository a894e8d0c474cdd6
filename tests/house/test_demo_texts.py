"""What people write in the story, what is assessed, offered and evaluated: complete, consistent, really translated."""

import json
import re
from pathlib import Path
from string import Formatter
from typing import Any

import pytest

from support.translations import LANGUAGES, read_table, sharing, translations_in

ROOT = Path(__file__).parents[2]
DATA = ROOT / "deploy/demo/data"
TABLES = {name: read_table(DATA / f"{name}.csv") for name in ("offers", "assessments", "suppliers", "articles")}
DOCUMENTS: dict[str, Any] = {
    name: json.loads((DATA / f"{name}.json").read_text(encoding="utf-8"))
    for name in ("texts", "evaluation", "needs", "charter", "connecting", "initiatives")
}


@pytest.mark.parametrize(
    ("document", "at_least"),
    [("texts", 30), ("evaluation", 30), ("needs", 12), ("connecting", 13), ("initiatives", 10)],
)
def test_texts_are_translated(document: str, at_least: int) -> None:
    found = list(translations_in(DOCUMENTS[document]))
    assert len(found) >= at_least
    for place, texts in found:
        assert set(texts) == set(LANGUAGES), place
        assert all(text == text.strip() != "" for text in texts.values()), place
        assert not sharing(texts), place


def test_placeholders_are_the_same_in_every_language() -> None:
    for name, texts in DOCUMENTS["texts"].items():
        filled = {
            tuple(sorted(field for _, field, _, _ in Formatter().parse(text) if field)) for text in texts.values()
        }
        assert len(filled) == 1, name


def test_every_text_is_told() -> None:
    code = "".join(file.read_text(encoding="utf-8") for file in (ROOT / "deploy/demo").rglob("*.py"))
    patterns = [re.sub(r"\{[^}]*\}", ".+", name) for name in re.findall(r'"([a-z0-9{}\-]+)"', code)]
    assert [name for name in DOCUMENTS["texts"] if not any(re.fullmatch(one, name) for one in patterns)] == []


def test_offers_are_of_suppliers_who_provide_them() -> None:
    suppliers = {row["code"]: row for row in TABLES["suppliers"]}
    articles = {row["code"]: row for row in TABLES["articles"]}
    for row in TABLES["offers"]:
        assert row["category"] in suppliers[row["supplier"]]["categories"].split("|"), row["code"]
        assert bool(row["article"]) != bool(row["discount"]), row["code"]
        if row["article"]:
            assert (articles[row["article"]]["supplier"], articles[row["article"]]["category"]) == (
                row["supplier"],
                row["category"],
            )


def test_assessments_answer_every_criterion_of_the_charter() -> None:
    criteria = {criterion["code"]: criterion for criterion in DOCUMENTS["charter"]["criteria"]}
    for row in TABLES["assessments"]:
        assert set(row) == {"supplier", *criteria}
        answers = {code: row[code] for code in criteria}
        assert all(re.fullmatch(r"[0-4][?!]?|-", answer) for answer in answers.values()), row["supplier"]
        spared = [criteria[code] for code, answer in answers.items() if answer == "-"]
        assert sum(criterion["weight"] for criterion in spared) <= 2_000, row["supplier"]
        assert not any(criterion["eliminatory"] for criterion in spared), row["supplier"]


def test_indicators_of_three_levels_each_criterion_seen_from_two_sides() -> None:
    evaluation = DOCUMENTS["evaluation"]
    indicators = {one["code"]: one for one in evaluation["indicators"]}
    assert {one["level"] for one in indicators.values()} == {"output", "outcome", "impact"}
    for criterion in evaluation["criteria"]:
        sides = {
            one["draft"]["measure"] == "qualitative"
            for one in indicators.values()
            if one["criterion"] == criterion["code"]
        }
        assert sides == {True, False}, criterion["code"]
    for one in indicators.values():
        rests_on = [indicators[code]["level"] for code in one.get("rests_on", ())]
        assert rests_on == (["output", "outcome"] if one["level"] == "impact" else [])
    asked = {question["key"] for question in evaluation["questionnaire"]["questions"]}
    assert {one["draft"]["question"] for one in indicators.values() if one["draft"]["source"] == "survey"} <= asked


def test_figures_come_from_both_other_services() -> None:
    types = set(re.findall(r'"fact_type": "(\w+)"', json.dumps(DOCUMENTS["evaluation"]["indicators"])))
    assert types == {"member_registered", "membership_joined", "offer_redeemed", "pooled_order_settled"}
