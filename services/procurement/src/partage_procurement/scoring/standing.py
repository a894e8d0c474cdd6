"""From a score to a standing: the band's label, or none and why, and what follows for the supplier (R12, R13)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from fractions import Fraction

from partage_procurement.scoring.faults import Rule, ScoringFault
from partage_procurement.scoring.score import CriterionState, Reading, ScoreCard, ThemeScore


class Effect(StrEnum):
    """What a supplier may do with the cooperative; the last two are only ever ruled by the buyer."""

    REFERENCED = "referenced"
    CONDITIONAL = "conditional"
    REFUSED = "refused"
    SUSPENDED = "suspended"
    DELISTED = "delisted"


@dataclass(frozen=True, slots=True)
class Band:
    """A label for the scores from `lower` up to, but without, `upper`; the highest band includes 100."""

    label: str
    lower: Fraction
    upper: Fraction
    effect: Effect


@dataclass(frozen=True, slots=True)
class Bands:
    """Standing bands that together cover 0 to 100 exactly once, in any order; gaps and overlaps are refused."""

    bands: tuple[Band, ...]

    def __post_init__(self) -> None:
        """Refuse bands that leave a score without a label, or with two, or that rule what only a buyer may rule."""
        labels = [band.label for band in self.bands]
        lowers = sorted(band.lower for band in self.bands)
        uppers = sorted(band.upper for band in self.bands)
        empty = any(band.lower >= band.upper for band in self.bands)
        if empty or lowers[:1] != [0] or uppers != [*lowers[1:], 100]:
            raise ScoringFault(Rule.BANDS_PARTITION, *labels)
        if len(set(labels)) != len(labels):
            raise ScoringFault(Rule.KEY_IS_UNIQUE, *labels)
        ruled = tuple(band.label for band in self.bands if band.effect in (Effect.SUSPENDED, Effect.DELISTED))
        if ruled:
            raise ScoringFault(Rule.RULING_IS_COMPLETE, *ruled)

    def band_of(self, percentage: Fraction) -> Band:
        """Give the one band of a score from 0 to 100, compared unrounded."""
        return max((band for band in self.bands if band.lower <= percentage), key=lambda band: band.lower)


class Obstacle(StrEnum):
    """Why there is no label."""

    ELIMINATORY_FAILED = "eliminatory_failed"
    ELIMINATORY_UNKNOWN = "eliminatory_unknown"
    THEME_BELOW_FLOOR = "theme_below_floor"
    THEME_NOT_PROVEN = "theme_not_proven"


@dataclass(frozen=True, slots=True)
class Reason:
    """One obstacle and the criterion or theme it comes from."""

    obstacle: Obstacle
    key: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What a score means on its date: a label, or None with the reasons; and the effect that follows from it."""

    on: date
    label: str | None
    effect: Effect
    reasons: tuple[Reason, ...]


# Obstacles of silence: evidence may still lift them.
_SILENT = frozenset({Obstacle.ELIMINATORY_UNKNOWN, Obstacle.THEME_NOT_PROVEN})


def stand(card: ScoreCard, bands: Bands) -> Standing:
    """Give the standing of a score: the label of its worst case, unless an eliminatory criterion or a floor forbids it.

    Without a label the supplier is refused, or conditional while evidence could still lift every obstacle.
    """
    found = [_eliminated(reading) for reading in card.readings] + [_sunk(theme) for theme in card.themes]
    reasons = tuple(reason for reason in found if reason is not None)
    if not reasons:
        band = bands.band_of(card.total.worst)
        return Standing(card.on, band.label, band.effect, ())
    silent = all(reason.obstacle in _SILENT for reason in reasons)
    return Standing(card.on, None, Effect.CONDITIONAL if silent else Effect.REFUSED, reasons)


def lapsed(published: ScoreCard, today: ScoreCard) -> tuple[str, ...]:
    """Name the criteria that were proven when a score was published and, for the same answers, no longer are."""
    then = {reading.criterion.key for reading in published.readings if reading.state is CriterionState.EVIDENCED}
    return tuple(
        reading.criterion.key
        for reading in today.readings
        if reading.criterion.key in then and reading.state is CriterionState.UNPROVEN
    )


def effect_after_lapse(published: Effect, lapsed_criteria: Sequence[str]) -> Effect:
    """Give the effect of a published standing once evidence ran out: conditional at worst, as time refuses nobody."""
    return Effect.CONDITIONAL if lapsed_criteria and published is Effect.REFERENCED else published


@dataclass(frozen=True, slots=True)
class Ruling:
    """A buyer's decision on a supplier: conditional names its commitments and its last day, suspended its last day."""

    effect: Effect
    until: date | None = None
    commitments: tuple[str, ...] = ()

    def __post_init__(self) -> None:
        """Refuse a ruling that leaves open how long it holds or what is committed to."""
        timed = self.effect in (Effect.CONDITIONAL, Effect.SUSPENDED)
        committed = self.effect is Effect.CONDITIONAL
        if timed != (self.until is not None) or committed != bool(self.commitments):
            raise ScoringFault(Rule.RULING_IS_COMPLETE, self.effect)

    def holds(self, on: date) -> bool:
        """Whether the ruling is still in force on a date, its last day included."""
        return self.until is None or on <= self.until


class Consequence(StrEnum):
    """What a standing does to a new offer or pooled order; the reason is always shown."""

    ALLOW = "allow"
    WARN = "warn"
    MAKE_CONDITIONAL = "make_conditional"
    BLOCK = "block"


# An office may decide otherwise; these are the consequences where it has not.
USUAL_CONSEQUENCES = {
    Effect.REFERENCED: Consequence.ALLOW,
    Effect.CONDITIONAL: Consequence.MAKE_CONDITIONAL,
    Effect.REFUSED: Consequence.BLOCK,
    Effect.SUSPENDED: Consequence.BLOCK,
    Effect.DELISTED: Consequence.BLOCK,
}


def _eliminated(reading: Reading) -> Reason | None:
    minimum = reading.criterion.minimum_level
    if minimum is None:
        return None
    if reading.proven_level is None:
        return Reason(Obstacle.ELIMINATORY_UNKNOWN, reading.criterion.key)
    return Reason(Obstacle.ELIMINATORY_FAILED, reading.criterion.key) if reading.proven_level < minimum else None


def _sunk(theme: ThemeScore) -> Reason | None:
    floor, score = theme.theme.floor, theme.score
    if floor is None or score is None or score.worst >= floor:
        return None
    return Reason(Obstacle.THEME_NOT_PROVEN if score.best >= floor else Obstacle.THEME_BELOW_FLOOR, theme.theme.key)
