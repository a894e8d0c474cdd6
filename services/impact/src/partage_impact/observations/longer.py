"""A longer period told from the figures of its parts, as far as the reader may see them."""

from collections.abc import Mapping, Sequence
from typing import Any

from partage_impact.definitions.schemas import Measure
from partage_impact.indicators.checking import CheckedFormula
from partage_impact.indicators.periods import Period, PeriodKind, parse_period
from partage_impact.indicators.rollup import Axis, Part, RollUp, Whole, roll_up, roll_up_of
from partage_impact.observations.figures import exactly, shown, shown_part
from partage_impact.observations.schemas import NoWhole, RollUpView, RollUpWanted
from partage_impact.observations.views import may_see
from partage_kit.auth import Caller
from partage_kit.errors import Invalid

_NOTHING = Part(None, None, None, 0)


def parts_in(label: str, kind: PeriodKind) -> tuple[Period, ...]:
    """The periods of an indicator's kind that make up a longer one, by its label.

    Raises:
        Invalid: there is no such period, or they do not make it up.
    """
    try:
        return parse_period(label).parts(kind)
    except ValueError as error:
        raise Invalid(str(error), errors=[{"pointer": "/query/period", "detail": str(error)}]) from error


def roll_up_view(
    version: Any,
    checked: CheckedFormula,
    wanted: RollUpWanted,
    parts: Sequence[Period],
    figures: Mapping[str, Any],
    caller: Caller,
) -> RollUpView:
    """The whole of these parts; `figures` holds the observation of each period that was computed."""
    method = roll_up_of(checked, Axis.TIME)
    whole, reason = Whole(None, None, None, 0, 0, len(parts)), None
    if method is RollUp.RECOMPUTE:
        reason = NoWhole.NOT_ROLLABLE
    elif not all(may_see(row, caller) for row in figures.values()):
        reason = NoWhole.SUPPRESSED
    else:
        told = [_part(figures.get(one.label)) for one in parts]
        whole = roll_up(method, Axis.TIME, told, checked.formula.missing_policy)
        reason = NoWhole.MISSING if whole.value is None else None
    return RollUpView(
        indicator_id=version.indicator_id,
        version_number=version.number,
        period=wanted.period,
        area=wanted.area,
        value=shown(whole.value, version.decimals, Measure(version.measure)),
        num=shown_part(whole.num),
        den=shown_part(whole.den),
        n=whole.n or None,
        used=whole.used,
        parts=whole.parts,
        unit=version.unit,
        measure=version.measure,
        reason=reason,
    )


def _part(row: Any | None) -> Part:
    if row is None:
        return _NOTHING
    return Part(exactly(row.value), exactly(row.num), exactly(row.den), row.n, row.weight)
