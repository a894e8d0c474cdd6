"""Reading what a figure is made of: facts by one grouped query, other indicators by one more, watermarks."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Row
from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.impact import FigureStatus
from partage_impact.definitions.models import IndicatorVersion
from partage_impact.definitions.queries import adopted_codes
from partage_impact.definitions.rules import catalogue_of, fact_type_of, tells_of_persons
from partage_impact.facts.catalogue import About
from partage_impact.facts.queries import watermarks
from partage_impact.indicators.aggregation import aggregate_observations
from partage_impact.indicators.checking import CheckedAggregate, CheckedFormula, FormulaFault, check
from partage_impact.indicators.evaluation import Input
from partage_impact.indicators.formula import FactSource, Formula, Function, IndicatorSource
from partage_impact.indicators.periods import DateSpan, Period
from partage_impact.indicators.plan import days_of, observations_of, plan
from partage_impact.observations import queries
from partage_impact.observations.areas import ALL, OTHER, WIDTHS
from partage_impact.observations.audiences import Earlier, Released
from partage_impact.observations.computing import Borrowed, Gathered
from partage_impact.observations.errors import IndicatorIsNotComputed
from partage_impact.observations.figures import exactly
from partage_impact.observations.ledger import as_released
from partage_impact.observations.models import ObservationRun
from partage_impact.observations.release import awaits_claim
from partage_impact.observations.scanning import Asked
from partage_impact.observations.statement import grouped_query
from partage_impact.observations.tallies import tallies
from partage_impact.observations.traces import behind
from partage_impact.values import PUBLIC_K
from partage_kit.db import Readable


async def formula_of(session: Readable, office: str, formula: Mapping[str, Any]) -> CheckedFormula:
    """A formula as it is stored, read against what is in force now.

    Raises:
        IndicatorIsNotComputed
    """
    known = await adopted_codes(session, office)
    try:
        return check(Formula.model_validate(formula), catalogue_of(known))
    except FormulaFault as fault:
        raise IndicatorIsNotComputed(str(fault)) from fault


async def gather(
    session: AsyncSession,
    version: IndicatorVersion,
    checked: CheckedFormula,
    period: Period,
    before: ObservationRun | None,
    key: bytes,
) -> Gathered:
    """All that the figures of a version for a period are made of.

    `before` is the run that stands released, `key` the one of the office's traces.
    """
    over_facts = {name: one for name, one in checked.aggregates.items() if isinstance(one.aggregate.source, FactSource)}
    width = WIDTHS[version.territory_level]
    earlier = await _earlier(session, before) if before else None
    areas = await _areas(session, version.office, width, over_facts, earlier)
    asked = Asked(version.office, period, width, areas, version.currency)
    rows = await queries.tallied(session, grouped_query(plan(over_facts.values()), asked)) if over_facts else []
    return Gathered(
        earlier=earlier,
        period=period,
        areas=[*areas, OTHER] if width else [],
        tallies=tallies(rows, over_facts),
        behind=behind(rows, key),
        released=await _released(session, version.office, over_facts, period),
        borrowed=await _borrowed(session, version.office, checked, period),
        watermarks=await watermarks(session, version.office),
    )


async def _released(
    session: AsyncSession, office: str, over_facts: Mapping[str, CheckedAggregate], period: Period
) -> list[Released]:
    """What was released of the facts that a formula takes, whatever it was released as."""
    spans: dict[str, DateSpan] = {}
    for one in over_facts.values():
        fact_type = fact_type_of(one.aggregate)
        if fact_type and tells_of_persons(one.aggregate):
            days = days_of(one.aggregate.window, period)
            spans[fact_type.code] = days.hull(spans.get(fact_type.code, days))
    found = [await queries.released_cells(session, office, code, days) for code, days in spans.items()]
    return [as_released(row) for rows in found for row in rows]


async def _earlier(session: AsyncSession, before: ObservationRun) -> Earlier:
    rows = await queries.shown_in(session, before.id)
    return Earlier(
        [row.area for row in rows if row.area not in (ALL, OTHER)],
        frozenset(row.area for row in rows if row.for_members),
        frozenset(row.area for row in rows if row.for_public),
    )


async def _areas(
    session: AsyncSession,
    office: str,
    width: int,
    over_facts: Mapping[str, CheckedAggregate],
    earlier: Earlier | None,
) -> Sequence[str]:
    """The areas told apart. For persons those of the first release stay: an area set apart later would be subtracted
    from what it was counted in before."""
    types = [fact_type for one in over_facts.values() if (fact_type := fact_type_of(one.aggregate))]
    if not width:
        return []
    if types and all(one.about is About.THINGS for one in types):
        return await queries.places_of_things(session, office, width, [one.code for one in types])
    return earlier.areas if earlier else await queries.footprint(session, office, width, PUBLIC_K)


async def _borrowed(session: AsyncSession, office: str, checked: CheckedFormula, period: Period) -> dict[str, Borrowed]:
    wanted = {
        name: (one.aggregate.source.indicator, [p.label for p in observations_of(one.aggregate.window, period)])
        for name, one in checked.aggregates.items()
        if isinstance(one.aggregate.source, IndicatorSource)
    }
    if not wanted:
        return {}
    codes = sorted({code for code, _ in wanted.values()})
    labels = sorted({label for _, labels in wanted.values() for label in labels})
    found = await queries.figures_of(session, office, codes, labels)
    borrowed = {}
    for name, (code, of_periods) in wanted.items():
        rows = [{row.area: row for row in found.get((code, label), ())} for label in of_periods]
        borrowed[name] = _joined(checked, name, rows)
    return borrowed


def _joined(checked: CheckedFormula, name: str, periods: Sequence[Mapping[str, Row[Any]]]) -> Borrowed:
    """Another indicator's figures of one or more periods, area by area."""
    function, policy = checked.aggregates[name].aggregate.function, checked.formula.missing_policy
    inputs = {}
    for area in {area for rows in periods for area in rows}:
        observed = [_as_input(rows.get(area)) for rows in periods]
        one = observed[0] if function is Function.VALUE else aggregate_observations(function, observed, policy)
        inputs[area] = one
    there = [area for area in inputs if all(area in rows for rows in periods)]
    return Borrowed(
        inputs,
        frozenset(area for area in there if all(_is_shown(rows[area], "for_members") for rows in periods)),
        frozenset(area for area in there if all(_is_shown(rows[area], "for_public") for rows in periods)),
    )


def _is_shown(row: Row[Any], to: str) -> bool:
    """What awaits a claim is not lent on, either: it would be published under another name."""
    return bool(getattr(row, to)) and not awaits_claim(row.level)


def _as_input(row: Row[Any] | None) -> Input:
    if row is None:
        return Input(None, 0, 0, final=False)
    return Input(exactly(row.value), row.n, row.weight or 0, row.status is not FigureStatus.PROVISIONAL)
