"""From a version as it is written to one that makes sense: formula, currency and money checked."""

from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.impact import IndicatorLevel
from partage_impact.criteria.queries import one_criterion
from partage_impact.definitions import queries
from partage_impact.definitions.errors import IndicatorsInACircle, NothingMonetised
from partage_impact.definitions.models import Indicator
from partage_impact.definitions.rules import Known, broken_rules, catalogue_of, is_monetary
from partage_impact.definitions.schemas import WriteVersion, changes_of
from partage_impact.dimensions.catalogue import Dimension
from partage_impact.indicators.checking import (
    CheckedFormula,
    FormulaFault,
    IndicatorCycle,
    check,
    evaluation_order,
)
from partage_impact.indicators.formula import Formula
from partage_kit.errors import Invalid


async def drafted(
    session: AsyncSession, indicator: Indicator, version: WriteVersion, pointer: str, number: int = 1
) -> dict[str, Any]:
    """The columns of a version that makes sense; `pointer` is where it stands in the request, `number` its own.

    Raises:
        Invalid: with the place of each fault of the formula, or a baseline of a version that is to come.
        NothingMonetised, IndicatorsInACircle
    """
    fields = changes_of(version) | {"nature": None, "monetary": False}
    if version.baseline is not None and (version.baseline.version_number or 1) > number:
        raise _invalid([(f"{pointer}/baseline/version_number", "no such version yet")])
    if version.formula is None:
        return fields
    known = await queries.adopted_codes(session, indicator.office)
    checked = _checked(version, version.formula, known, pointer)
    await require_no_circle(session, indicator, version.formula)
    fields |= {"nature": checked.nature, "monetary": is_monetary(version.formula, known)}
    if fields["monetary"]:
        await require_economic(session, indicator)
        if version.currency is None:
            raise _invalid([(f"{pointer}/currency", "amounts of money need their currency")])
    return fields


async def require_economic(session: AsyncSession, indicator: Indicator) -> None:
    """Amounts of money belong to the economic dimension, below the level of impact.

    Raises:
        NothingMonetised
    """
    criterion = await one_criterion(session, indicator.office, indicator.criterion_id)
    if criterion.dimension is not Dimension.ECONOMIC or indicator.level is IndicatorLevel.IMPACT:
        raise NothingMonetised()


async def require_no_circle(session: AsyncSession, indicator: Indicator, formula: Formula) -> None:
    """Refuse a formula that would make indicators of each other.

    Raises:
        IndicatorsInACircle
    """
    made_of = await queries.made_of(session, indicator.office)
    try:
        evaluation_order({**made_of, indicator.code: queries.named_by(formula)})
    except IndicatorCycle as cycle:
        raise IndicatorsInACircle(" -> ".join(cycle.cycle)) from cycle


def _checked(version: WriteVersion, formula: Formula, known: Mapping[str, Known], pointer: str) -> CheckedFormula:
    try:
        checked = check(formula, catalogue_of(known))
    except FormulaFault as fault:
        raise _invalid(
            (f"{pointer}/formula{one.pointer}", f"{one.problem.line}:{one.problem.column}: {one.problem.message}")
            for one in fault.problems
        ) from fault
    broken = list(broken_rules(formula, version.period, version.territory_level, known))
    if broken:
        raise _invalid((f"{pointer}/formula{place}", message) for place, message in broken)
    return checked


def _invalid(places: Iterable[tuple[str, str]]) -> Invalid:
    errors = [{"pointer": place, "detail": detail} for place, detail in places]
    return Invalid("; ".join(f"{one['pointer']}: {one['detail']}" for one in errors[:3]), errors=errors)
