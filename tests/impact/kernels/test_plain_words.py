"""Formulas in words: as people would say them, in each language."""

from typing import Any

import pytest

from partage_impact.definitions.rules import Known, catalogue_of
from partage_impact.indicators.arithmetic import Nature
from partage_impact.indicators.checking import check
from partage_impact.indicators.formula import Formula
from partage_impact.indicators.periods import PeriodKind
from partage_impact.observations.plain import sentence

KNOWN = {"savings": Known(Nature.AMOUNT, PeriodKind.MONTH, "office", monetary=True)}


def told(language: str, fact_type: str, function: str, numerator: str = "a", **more: Any) -> str:
    """A formula of one aggregate, in words."""
    source = {"kind": "facts", "fact_type": fact_type}
    aggregate = {"name": "a", "source": source, "function": function} | more
    written = {"aggregates": [aggregate], "numerator": numerator}
    return sentence(check(Formula.model_validate(written), catalogue_of(KNOWN)), language)


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "la somme de l'économie (en centimes) pour les achats groupés réglés lorsque la devise est «_EUR_»"),
        ("nl", "de som van de besparing (in centen) over de afgerekende groepsaankopen waarbij de munt “EUR” is"),
        ("en", "the sum of the saving (in cents) over the settled pooled orders where the currency is “EUR”"),
    ],
)
def test_a_sum_of_filtered_facts(language: str, words: str) -> None:
    summed = told(language, "pooled_order_settled", "sum", measure="saving", filter='currency == "EUR"')
    assert summed == words.replace("_", "\N{NO-BREAK SPACE}")


@pytest.mark.parametrize(
    ("fact_type", "words"),
    [
        ("pooled_order_settled", "le nombre d'achats groupés réglés"),
        ("membership_joined", "le nombre d'entrées dans une filière"),
        ("supplier_standing_changed", "le nombre de changements de statut de fournisseurs"),
    ],
)
def test_french_draws_together(fact_type: str, words: str) -> None:
    assert told("fr", fact_type, "count") == words


def test_french_articles_are_drawn_together() -> None:
    of_amount = told("fr", "pooled_order_settled", "average", measure="total")
    assert of_amount == "la moyenne du montant (en centimes) pour les achats groupés réglés"


@pytest.mark.parametrize(
    ("language", "words"),
    [
        ("fr", "100 * «_la valeur de l'indicateur savings, une période plus tôt_»"),
        ("nl", "100 * “de waarde van de indicator savings, één periode eerder”"),
        ("en", "100 * “the value of the indicator savings, one period earlier”"),
    ],
)
def test_another_indicator_in_arithmetic(language: str, words: str) -> None:
    source = {"kind": "indicator", "indicator": "savings"}
    value = told(language, "", "value", "100 * a", source=source, window={"offset": -1})
    assert value == words.replace("_", "\N{NO-BREAK SPACE}")


def test_the_values_of_another_indicator_since_the_beginning_of_the_year() -> None:
    source = {"kind": "indicator", "indicator": "savings"}
    since = told("fr", "", "sum", source=source, window={"year_to_date": True})
    assert since == "la somme des valeurs de l'indicateur savings, depuis le début de l'année"


def test_a_share_says_which_cases_it_counts() -> None:
    share = told("fr", "member_registered", "share", matching='trade in ["baker", "cook"]')
    quoted = [f"«_{code}_»".replace("_", "\N{NO-BREAK SPACE}") for code in ("baker", "cook")]
    assert share == (
        "la part, parmi les adhésions de membres, des cas où le métier principal est l'une des valeurs "
        + ", ".join(quoted)
    )
