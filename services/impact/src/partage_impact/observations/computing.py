"""One figure for each area from what was counted: value, status, hash, and to whom it may be shown; pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from partage_contracts.impact import FigureStatus as Status
from partage_impact.definitions.rules import fact_type_of
from partage_impact.facts.catalogue import About
from partage_impact.indicators.aggregation import is_covered
from partage_impact.indicators.checking import CheckedFormula
from partage_impact.indicators.evaluation import Input, Result, evaluate
from partage_impact.indicators.formula import Function
from partage_impact.indicators.periods import Period
from partage_impact.indicators.plan import days_of
from partage_impact.observations.areas import ALL
from partage_impact.observations.figures import kept
from partage_impact.observations.release import MEMBERS_K, PUBLIC_K, Personal, are_safe, holds_back, shown_areas
from partage_impact.observations.tallies import NOTHING, Tally

_MEASURED = frozenset({Function.SUM, Function.AVERAGE, Function.MEDIAN, Function.MIN, Function.MAX})


@dataclass(frozen=True, slots=True)
class Borrowed:
    """What another indicator gives to an aggregate, by area, and in which areas it was shown to whom."""

    inputs: Mapping[str, Input]
    for_members: frozenset[str]
    for_public: frozenset[str]


@dataclass(frozen=True, slots=True)
class Earlier:
    """What stands released for the same period: when it was computed, its areas, and which were shown to whom."""

    as_of: datetime
    areas: Sequence[str]
    for_members: frozenset[str]
    for_public: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that a figure is made of: tallies of facts, other indicators' figures, and until when facts are complete;
    and what was released before."""

    earlier: Earlier | None
    period: Period
    areas: Sequence[str]
    tallies: Mapping[str, Mapping[str, Tally]]
    borrowed: Mapping[str, Borrowed]
    watermarks: Mapping[str, date]


@dataclass(frozen=True, slots=True)
class Figure:
    """An observation before it is kept."""

    area: str
    result: Result
    status: Status
    inputs: list[dict[str, Any]]
    input_hash: str
    for_members: bool
    for_public: bool


def figures(checked: CheckedFormula, version_id: str, gathered: Gathered) -> tuple[list[Figure], bool]:
    """A figure for ALL and for each area, and whether their release has to wait for more late comers.

    It waits where a reader could subtract what was shown before; what nobody saw cannot be subtracted from.
    """
    personal = _personal(checked, gathered)
    members, public = _audiences(personal, gathered)
    made = []
    for area in (ALL, *gathered.areas):
        inputs = {name: _input(checked, name, area, gathered) for name in checked.aggregates}
        result = evaluate(checked, inputs)
        listed = [_listed(name, one) for name, one in sorted(inputs.items())]
        digest = _digest([version_id, gathered.period.label, area, listed])
        made.append(Figure(area, result, _status(result), listed, digest, area in members, area in public))
    was_shown = gathered.earlier is not None and bool(gathered.earlier.for_members)
    return made, was_shown and holds_back(personal, PUBLIC_K)


def digest_of(made: Sequence[Figure]) -> str:
    """One hash for a whole run, areas in order."""
    return _digest([figure.input_hash for figure in made])


def _input(checked: CheckedFormula, name: str, area: str, gathered: Gathered) -> Input:
    if name in gathered.borrowed:
        return gathered.borrowed[name].inputs.get(area, Input(None, 0, 0, False))
    aggregate = checked.aggregates[name].aggregate
    fact_type = fact_type_of(aggregate)
    mark = gathered.watermarks.get(fact_type.code) if fact_type else None
    covered = is_covered(days_of(aggregate.window, gathered.period), mark)
    return gathered.tallies[name].get(area, NOTHING).input(aggregate.function, covered)


def _personal(checked: CheckedFormula, gathered: Gathered) -> list[Personal]:
    found = []
    for name, one in checked.aggregates.items():
        fact_type = fact_type_of(one.aggregate)
        if fact_type is not None and fact_type.about is not About.THINGS:
            facts = (fact_type.code, one.aggregate.window)
            measured = one.aggregate.function in _MEASURED
            found.append(Personal(one.aggregate.function, fact_type.about, facts, measured, gathered.tallies[name]))
    return found


def _audiences(personal: Sequence[Personal], gathered: Gathered) -> tuple[frozenset[str], frozenset[str]]:
    """The areas shown to members, and those of them shown to everybody."""
    members = shown_areas(personal, gathered.areas, MEMBERS_K)
    public = shown_areas(personal, gathered.areas, PUBLIC_K) & members
    if personal and gathered.earlier is not None:
        members = _not_revealing(members, gathered.earlier.for_members)
        public = _not_revealing(public, gathered.earlier.for_public)
    for borrowed in gathered.borrowed.values():
        members, public = members & borrowed.for_members, public & borrowed.for_public
    return _still_safe(personal, gathered, members, MEMBERS_K), _still_safe(personal, gathered, public, PUBLIC_K)


def _not_revealing(areas: frozenset[str], before: frozenset[str]) -> frozenset[str]:
    """What was hidden beside a shown whole stays hidden: with the others unchanged, subtraction would tell it."""
    return areas & before if ALL in before else areas


def _still_safe(personal: Sequence[Personal], gathered: Gathered, areas: frozenset[str], k: int) -> frozenset[str]:
    """Fewer areas than were decided on may leave a rest that is not safe any more."""
    shown = [area for area in gathered.areas if area in areas]
    return areas if not personal or not shown or are_safe(personal, gathered.areas, shown, k) else areas & {ALL}


def _status(result: Result) -> Status:
    if result.value is None:
        return Status.MISSING
    return Status.NORMAL if result.final else Status.PROVISIONAL


def _listed(name: str, one: Input) -> dict[str, Any]:
    return {"name": name, "value": kept(one.value), "n": one.n, "weight": one.weight, "final": one.final}


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
