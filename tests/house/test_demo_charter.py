"""The charter of the demo cooperative: recommendation 12 as weights, levels and evidence that can be scored."""

import json
from itertools import pairwise
from pathlib import Path
from typing import Any

from support.translations import LANGUAGES, sharing, translations_in

CHARTER: dict[str, Any] = json.loads(
    (Path(__file__).parents[2] / "deploy/demo/data/charter.json").read_text(encoding="utf-8")
)
CRITERIA: list[dict[str, Any]] = CHARTER["criteria"]
THEMES = ["environment", "provenance", "working_conditions", "social_project", "circular_economy", "sharing"]
# Two code lists of the sustainability extension of the Open Contracting Data Standard, as far as the charter uses them.
GOALS = {
    "economic.formalEmploymentPromotion",
    "economic.localEconomyPromotion",
    "environmental.carbonEmissionsReduction",
    "environmental.circularEconomy",
    "environmental.energyEfficiency",
    "environmental.pollutionPrevention",
    "environmental.recycling",
    "environmental.resourceReuse",
    "environmental.wasteReduction",
    "social",
    "social.accessibility",
    "social.disadvantagedEmploymentOpportunities",
    "social.ethnicEquality",
    "social.genderEquality",
    "social.humanRightsInSupplyChains",
    "social.laborRightsPromotion",
    "social.smeInclusion",
}
STRATEGIES = {
    "awardCriteria",
    "contractPerformanceConditions",
    "euGPPCriteria",
    "reservedParticipation",
    "selectionCriteria",
    "technicalSpecifications",
}


def test_weights_are_basis_points_that_sum_to_10000() -> None:
    assert all(isinstance(criterion["weight"], int) and criterion["weight"] > 0 for criterion in CRITERIA)
    assert sum(criterion["weight"] for criterion in CRITERIA) == 10_000


def test_the_six_themes_of_recommendation_12_and_16_each_weigh() -> None:
    assert [theme["code"] for theme in CHARTER["themes"]] == THEMES
    assert {criterion["theme"] for criterion in CRITERIA} == set(THEMES)
    assert all(0 <= theme["floor"] <= 100 for theme in CHARTER["themes"])


def test_about_twelve_criteria_each_with_five_described_levels() -> None:
    assert 10 <= len(CRITERIA) <= 15
    assert len({criterion["code"] for criterion in CRITERIA}) == len(CRITERIA)
    for criterion in CRITERIA:
        assert [level["level"] for level in criterion["levels"]] == [0, 1, 2, 3, 4], criterion["code"]
        for language in LANGUAGES:
            described = {level["description"][language] for level in criterion["levels"]}
            assert len(described) == 5, criterion["code"]


def test_every_criterion_asks_for_evidence_that_ages() -> None:
    known = {kind["code"] for kind in CHARTER["evidence_types"]}
    asked = {evidence["type"] for criterion in CRITERIA for evidence in criterion["evidence"]}
    assert asked == known
    for criterion in CRITERIA:
        assert criterion["evidence"], criterion["code"]
        assert all(1 <= evidence["longest_age_months"] <= 60 for evidence in criterion["evidence"]), criterion["code"]


def test_social_dumping_alone_eliminates() -> None:
    eliminatory = {criterion["code"]: criterion["minimum_level"] for criterion in CRITERIA if criterion["eliminatory"]}
    assert eliminatory == {"no-social-dumping": 2}
    assert all(criterion["minimum_level"] is None for criterion in CRITERIA if not criterion["eliminatory"])


def test_goals_and_strategies_are_codes_of_the_ocds_extension() -> None:
    for criterion in CRITERIA:
        assert criterion["goals"] and set(criterion["goals"]) <= GOALS, criterion["code"]
        assert criterion["strategies"] and set(criterion["strategies"]) <= STRATEGIES, criterion["code"]


def test_bands_partition_0_to_100() -> None:
    bands = CHARTER["bands"]
    assert (bands[0]["from"], bands[-1]["to"]) == (0, 100)
    assert all(band["from"] < band["to"] for band in bands)
    assert all(lower["to"] == upper["from"] for lower, upper in pairwise(bands))
    assert {band["effect"] for band in bands} == {"refused", "conditional", "referenced"}


def test_every_text_is_translated_and_no_two_languages_share_one() -> None:
    texts = dict(translations_in(CHARTER))
    assert len(texts) > 100
    for path, text in texts.items():
        assert set(text) == set(LANGUAGES), path
        assert all(words and words == words.strip() for words in text.values()), path
        assert sharing(text) == "", path
