"""From the text of a charter to what the scoring kernel computes with."""

from collections.abc import Mapping, Sequence
from fractions import Fraction
from typing import Any

from partage_procurement.charters.errors import UnsoundCharter
from partage_procurement.scoring.evidence import EvidenceRequirement
from partage_procurement.scoring.faults import faults_as
from partage_procurement.scoring.score import Criterion, Theme, Yardstick
from partage_procurement.scoring.standing import Band, Bands, Effect

Parts = Sequence[Mapping[str, Any]]


def require_sound(themes: Parts, criteria: Parts, bands: Parts) -> None:
    """Refuse a charter that cannot measure.

    Raises:
        UnsoundCharter: naming the rule and what breaks it.
    """
    with faults_as(UnsoundCharter):
        yardstick_of(themes, criteria)
        bands_of(bands)


def yardstick_of(themes: Parts, criteria: Parts) -> Yardstick:
    """The yardstick of a charter's themes and criteria, as they are stored.

    Raises:
        ScoringFault
    """
    return Yardstick(tuple(_theme(theme) for theme in themes), tuple(_criterion(one) for one in criteria))


def bands_of(bands: Parts) -> Bands:
    """The standing bands of a charter, as they are stored.

    Raises:
        ScoringFault
    """
    return Bands(
        tuple(
            Band(band["code"], Fraction(band["from"]), Fraction(band["to"]), Effect(band["effect"])) for band in bands
        )
    )


def _theme(theme: Mapping[str, Any]) -> Theme:
    return Theme(theme["code"], None if theme["floor"] is None else Fraction(theme["floor"]))


def _criterion(criterion: Mapping[str, Any]) -> Criterion:
    requires = tuple(EvidenceRequirement(need["type"], need["longest_age_months"]) for need in criterion["evidence"])
    return Criterion(criterion["code"], criterion["theme"], criterion["weight"], requires, criterion["minimum_level"])
