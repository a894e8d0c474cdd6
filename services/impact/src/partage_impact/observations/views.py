"""From rows of observations to the shapes that go out, as far as the reader may see."""

from collections.abc import Mapping
from datetime import date
from typing import Any
from uuid import UUID

from partage_contracts.impact import FigureStatus
from partage_impact.callers import is_insider
from partage_impact.definitions.rules import fact_type_of
from partage_impact.definitions.schemas import Measure
from partage_impact.indicators.checking import CheckedFormula
from partage_impact.indicators.periods import parse_period
from partage_impact.indicators.progress import Continuity, progress
from partage_impact.observations.areas import ALL
from partage_impact.observations.figures import exactly, shown, shown_part
from partage_impact.observations.plain import aggregate_sentence, sentence
from partage_impact.observations.release import awaits_claim
from partage_impact.observations.schemas import (
    ExplanationView,
    ObservationView,
    PartView,
    ProgressView,
    SourceView,
    Withheld,
)
from partage_kit.auth import Caller
from partage_kit.types import LANGUAGES, translated

Continuities = Mapping[UUID, Mapping[int, Continuity | None]]

_AS_THEY_ARE = ("id", "indicator_id", "version_id", "period", "area", "unit", "measure", "run_id", "as_of")
_FIGURES = ("value", "num", "den", "n", "input_hash")


def view(row: Any, continuities: Continuities, caller: Caller) -> ObservationView:
    """An observation as this caller may see it; `continuities` say how versions compare with those before them."""
    fields = {name: getattr(row, name) for name in _AS_THEY_ARE}
    withheld = Withheld.CONTRIBUTION_NOT_CLAIMED if awaits_claim(row.level) else None
    named = {"indicator": row.code, "version_number": row.number, "withheld": withheld}
    figures = _figures(row, caller)
    told = _progress(row, continuities.get(row.indicator_id, {}), figures["value"])
    return ObservationView(**named, **fields, **figures, progress=told)


def _figures(row: Any, caller: Caller) -> dict[str, Any]:
    if not may_see(row, caller):
        return dict.fromkeys((*_FIGURES, "reason")) | {"status": FigureStatus.SUPPRESSED}
    return {
        "status": row.status,
        "reason": row.reason,
        "value": shown(exactly(row.value), row.decimals, row.measure),
        "num": shown_part(exactly(row.num)),
        "den": shown_part(exactly(row.den)),
        "n": row.n or None,
        "input_hash": row.input_hash,
    }


def _progress(row: Any, continuities: Mapping[int, Continuity | None], value: str | None) -> ProgressView | None:
    """Progress as the shown value tells it: the exact one would tell more than is shown."""
    if row.target is None or row.baseline is None or row.area != ALL:
        return None
    measured_by = row.baseline["version_number"] or row.number
    between = [continuities.get(number) for number in range(measured_by + 1, row.number + 1)]
    base, target = exactly(row.baseline["value"]), exactly(row.target["value"])
    found = progress(base, target, exactly(value), [one for one in between if one is not None])
    percent = shown(found.value, 1, Measure.PERCENTAGE)
    return ProgressView(percent=percent, reason=found.reason, target=row.target["value"], by=row.target["by"])


def may_see(row: Any, caller: Caller) -> bool:
    """Members of the cooperative see figures of smaller groups than the public does."""
    return bool(row.for_members if is_insider(caller) else row.for_public)


def explanation(
    row: Any,
    version: Any,
    checked: CheckedFormula,
    marks: Mapping[str, date],
    continuities: Continuities,
    caller: Caller,
    languages: tuple[str, ...],
) -> ExplanationView:
    """How a figure came about, in the reader's language."""
    language = (*languages, *LANGUAGES)[0]
    days = parse_period(row.period).span
    inputs = {one["name"]: one for one in row.inputs} if may_see(row, caller) else {}
    parts = [
        PartView(
            name=name,
            meaning=aggregate_sentence(one, language),
            value=shown_part(exactly(inputs[name]["value"])) if name in inputs else None,
            n=(inputs[name]["n"] or None) if name in inputs else None,
        )
        for name, one in checked.aggregates.items()
    ]
    types = [fact_type for one in checked.aggregates.values() if (fact_type := fact_type_of(one.aggregate))]
    sources = [
        SourceView(
            code=one.code, name=translated(one.names, (language,)), home=one.home, complete_until=marks.get(code)
        )
        for code, one in {one.code: one for one in types}.items()
    ]
    return ExplanationView(
        observation=view(row, continuities, caller),
        meaning=sentence(checked, language),
        numerator=checked.formula.numerator,
        denominator=checked.formula.denominator,
        parts=parts,
        missing_policy=checked.formula.missing_policy,
        first_day=days.first,
        last_day=days.last,
        sources=sources,
        adopted_at=version.adopted_at,
        adopted_by=version.adopted_by,
    )
