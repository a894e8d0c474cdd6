"""The gates between phases: what has to be there before the next one; pure.

Listed are the conditions that can be checked on what this service holds today. Acts of member-users, pretests, coverage
and disclosure reports, findings with dissent, methods pages and decisions become conditions with their own records.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from uuid import UUID

from partage_impact.definitions.schemas import Measure
from partage_impact.evaluations.schemas import Phase

FORWARD: Mapping[Phase, Phase] = dict(zip(Phase, list(Phase)[1:], strict=False))
BACK: Mapping[Phase, Phase] = {
    Phase.ANALYSE: Phase.OBSERVE,
    Phase.JUDGE: Phase.ANALYSE,
    Phase.LEARN: Phase.FRAME,
}


class Requirement(StrEnum):
    """What a gate asks for."""

    QUESTION_ADOPTED = "question_adopted"
    PUBLISHED = "published"
    CRITERIA_STATED = "criteria_stated"
    CRITERIA_INDICATED = "criteria_indicated"
    FIGURES_OBSERVED = "figures_observed"
    WAVES_CLOSED = "waves_closed"


EXPLANATIONS: Mapping[Requirement, Mapping[str, str]] = {
    Requirement.QUESTION_ADOPTED: {
        "fr": "La question évaluative est adoptée par le conseil d'administration ou l'assemblée générale.",
        "nl": "De evaluatievraag is goedgekeurd door de raad van bestuur of de algemene vergadering.",
        "en": "The evaluative question is adopted by the board or the general assembly.",
    },
    Requirement.PUBLISHED: {
        "fr": "Les visées, la question et le périmètre sont publiés.",
        "nl": "De doelen, de vraag en de afbakening zijn gepubliceerd.",
        "en": "Aims, question and perimeter are published.",
    },
    Requirement.CRITERIA_STATED: {
        "fr": "Au moins un critère est énoncé.",
        "nl": "Er is minstens één criterium geformuleerd.",
        "en": "At least one criterion is stated.",
    },
    Requirement.CRITERIA_INDICATED: {
        "fr": "Chaque critère a un indicateur adopté quantitatif et un qualitatif.",
        "nl": "Elk criterium heeft een goedgekeurde kwantitatieve en een kwalitatieve indicator.",
        "en": "Each criterion has an adopted quantitative and an adopted qualitative indicator.",
    },
    Requirement.FIGURES_OBSERVED: {
        "fr": "Chaque indicateur adopté qui se calcule a des observations.",
        "nl": "Elke goedgekeurde indicator die wordt berekend heeft waarnemingen.",
        "en": "Each adopted indicator that is computed has observations.",
    },
    Requirement.WAVES_CLOSED: {
        "fr": "Toutes les vagues d'enquête de l'évaluation sont closes.",
        "nl": "Alle bevragingsrondes van de evaluatie zijn afgesloten.",
        "en": "All survey waves of the evaluation are closed.",
    },
}


@dataclass(frozen=True, slots=True)
class Adopted:
    """An indicator in force: its criterion, how it measures, and whether it is computed and has figures."""

    code: str
    criterion_id: UUID
    measure: Measure
    is_computed: bool
    is_observed: bool


@dataclass(frozen=True, slots=True)
class Situation:
    """What the gates look at."""

    phase: Phase
    is_adopted: bool
    is_published: bool
    criteria: Sequence[UUID]
    indicators: Sequence[Adopted]
    unfinished_waves: Sequence[UUID]


@dataclass(frozen=True, slots=True)
class Condition:
    """A requirement, and what is missing of it: ids of criteria or waves, codes of indicators."""

    requirement: Requirement
    is_met: bool
    missing: tuple[str, ...] = ()


def conditions(situation: Situation) -> list[Condition]:
    """The conditions of the gate out of the present phase."""
    match situation.phase:
        case Phase.FRAME:
            return [
                Condition(Requirement.QUESTION_ADOPTED, situation.is_adopted),
                Condition(Requirement.PUBLISHED, situation.is_published),
            ]
        case Phase.STRUCTURE:
            return [
                Condition(Requirement.CRITERIA_STATED, bool(situation.criteria)),
                _nothing_missing(Requirement.CRITERIA_INDICATED, _one_sided(situation)),
            ]
        case Phase.OBSERVE:
            blind = [one.code for one in situation.indicators if one.is_computed and not one.is_observed]
            return [
                _nothing_missing(Requirement.FIGURES_OBSERVED, blind),
                _nothing_missing(Requirement.WAVES_CLOSED, [str(wave) for wave in situation.unfinished_waves]),
            ]
    return []


def _nothing_missing(requirement: Requirement, missing: Sequence[str]) -> Condition:
    return Condition(requirement, not missing, tuple(missing))


def _one_sided(situation: Situation) -> list[str]:
    """The criteria without an adopted indicator of either kind."""
    kinds: dict[UUID, set[bool]] = {}
    for one in situation.indicators:
        kinds.setdefault(one.criterion_id, set()).add(one.measure is Measure.QUALITATIVE)
    return [str(criterion) for criterion in situation.criteria if len(kinds.get(criterion, ())) < 2]
