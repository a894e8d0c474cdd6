"""One figure for each area from what was counted: value, status, hash, and to whom it may be shown; pure."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from partage_contracts.impact import FigureStatus as Status
from partage_impact.definitions.rules import fact_type_of, tells_of_persons
from partage_impact.indicators.aggregation import is_covered
from partage_impact.indicators.checking import CheckedFormula
from partage_impact.indicators.evaluation import Input, Result, evaluate
from partage_impact.indicators.formula import Function
from partage_impact.indicators.periods import Period
from partage_impact.indicators.plan import days_of
from partage_impact.observations.areas import ALL
from partage_impact.observations.audiences import Earlier, Released, Told, audiences, released_by
from partage_impact.observations.figures import kept
from partage_impact.observations.joint import Source
from partage_impact.observations.release import Personal
from partage_impact.observations.tallies import NOTHING, Tally
from partage_impact.observations.traces import Behind

_MEASURED = frozenset({Function.SUM, Function.AVERAGE, Function.MEDIAN, Function.MIN, Function.MAX})


@dataclass(frozen=True, slots=True)
class Borrowed:
    """What another indicator gives to an aggregate, by area, and in which areas it was shown to whom."""

    inputs: Mapping[str, Input]
    for_members: frozenset[str]
    for_public: frozenset[str]


@dataclass(frozen=True, slots=True)
class Gathered:
    """All that a figure is made of: tallies of facts, other indicators' figures, and until when facts are complete;
    and what was released before, of the same figure and of other ones from the same facts."""

    earlier: Earlier | None
    released: Sequence[Released]
    period: Period
    areas: Sequence[str]
    tallies: Mapping[str, Mapping[str, Tally]]
    behind: Mapping[str, Behind]
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


@dataclass(frozen=True, slots=True)
class Computed:
    """A figure for ALL and for each area, and what readers know once they are released.

    `waits` says that they have to wait for more late comers: readers could subtract what stands released.
    """

    figures: Sequence[Figure]
    cells: Sequence[Released]
    waits: bool


def computed(checked: CheckedFormula, version_id: str, gathered: Gathered) -> Computed:
    """The figures of a version for a period, and to whom they may be shown."""
    told = _told(checked, gathered)
    shown = audiences(told)
    made = []
    for area in (ALL, *gathered.areas):
        inputs = {name: _input(checked, name, area, gathered) for name in checked.aggregates}
        result = evaluate(checked, inputs)
        listed = [_listed(name, one) for name, one in sorted(inputs.items())]
        digest = _digest([version_id, gathered.period.label, area, listed])
        for_members, for_public = area in shown.members, area in shown.public
        made.append(Figure(area, result, _status(result), listed, digest, for_members, for_public))
    return Computed(made, list(released_by(told, shown)), shown.waits)


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


def _told(checked: CheckedFormula, gathered: Gathered) -> Told:
    """What the figures tell of persons."""
    personal, sources = [], []
    for name, one in checked.aggregates.items():
        aggregate = one.aggregate
        fact_type = fact_type_of(aggregate)
        if fact_type is not None and tells_of_persons(aggregate):
            measured, days = aggregate.function in _MEASURED, days_of(aggregate.window, gathered.period)
            personal.append(Personal(aggregate.function, fact_type.about, measured, gathered.tallies[name]))
            is_share = aggregate.function is Function.SHARE
            sources.append(Source(fact_type.code, days, gathered.behind.get(name, Behind()), is_share))
    lent = [(one.for_members, one.for_public) for one in gathered.borrowed.values()]
    return Told(gathered.areas, personal, sources, lent, gathered.earlier, gathered.released)


def _status(result: Result) -> Status:
    if result.value is None:
        return Status.MISSING
    return Status.NORMAL if result.final else Status.PROVISIONAL


def _listed(name: str, one: Input) -> dict[str, Any]:
    return {"name": name, "value": kept(one.value), "n": one.n, "weight": one.weight, "final": one.final}


def _digest(content: Any) -> str:
    return hashlib.sha256(json.dumps(content, sort_keys=True, separators=(",", ":")).encode()).hexdigest()
