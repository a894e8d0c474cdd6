"""From a run to the fact it announces, as everybody may know it."""

from collections.abc import Sequence

from partage_contracts.impact import FigureStatus, ObservationReleased, ReleasedFigure
from partage_impact.definitions.models import Indicator, IndicatorVersion
from partage_impact.observations.computing import Figure
from partage_impact.observations.figures import shown
from partage_impact.observations.models import ObservationRun


def released(
    run: ObservationRun, indicator: Indicator, version: IndicatorVersion, made: Sequence[Figure]
) -> ObservationReleased:
    """Figures are released; what the public may not see is null."""
    return ObservationReleased(
        office=run.office,
        subject=run.id,
        sequence=1,
        indicator_id=indicator.id,
        indicator=indicator.code,
        level=indicator.level,
        version_number=version.number,
        unit=version.unit,
        period=run.period,
        as_of=run.as_of,
        figures=tuple(_figure(figure, version) for figure in made),
    )


def _figure(figure: Figure, version: IndicatorVersion) -> ReleasedFigure:
    if not figure.for_public:
        return ReleasedFigure(area=figure.area, status=FigureStatus.SUPPRESSED, value=None, n=None)
    value = shown(figure.result.value, version.decimals, version.measure)
    return ReleasedFigure(area=figure.area, status=figure.status, value=value, n=figure.result.n or None)
