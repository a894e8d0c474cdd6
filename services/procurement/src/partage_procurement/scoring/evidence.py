"""Which evidence counts on a date: verified, issued, not past its end date and not older than the charter allows."""

from calendar import monthrange
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import MAXYEAR, date

from partage_procurement.scoring.faults import Rule, ScoringFault


@dataclass(frozen=True, slots=True)
class EvidenceRequirement:
    """A type of evidence that a criterion requires, and its longest age in calendar months (None: any age)."""

    type: str
    longest_age: int | None = None

    def __post_init__(self) -> None:
        """Refuse an age that no evidence could have."""
        if self.longest_age is not None and self.longest_age < 1:
            raise ScoringFault(Rule.AGE_IS_POSITIVE, self.type)


@dataclass(frozen=True, slots=True)
class Evidence:
    """One certificate, audit report or other evidence; `verified_on` is None until somebody checked it."""

    key: str
    type: str
    issued_on: date
    valid_until: date | None = None
    verified_on: date | None = None


@dataclass(frozen=True, slots=True)
class UsedEvidence:
    """The evidence that proves one required type, and the last day on which it does (None: without end)."""

    key: str
    type: str
    last_day: date | None


@dataclass(frozen=True, slots=True)
class Proof:
    """What is proven on a date: the evidence used, one a required type, and the required types that lack it."""

    used: tuple[UsedEvidence, ...]
    missing: tuple[str, ...]


def add_months(day: date, months: int) -> date:
    """Give the same day of a later month, clipped to that month's end: 31 January and one month is 28 or 29 February.

    Months after the year 9999 clip to the last day there is.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    if year > MAXYEAR:
        return date.max
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def last_valid_day(evidence: Evidence, requirement: EvidenceRequirement) -> date | None:
    """Give the last day on which evidence meets a requirement, both limits respected; None when neither limits it."""
    aged = None if requirement.longest_age is None else add_months(evidence.issued_on, requirement.longest_age)
    return min((day for day in (evidence.valid_until, aged) if day is not None), default=None)


def is_valid(evidence: Evidence, requirement: EvidenceRequirement, on: date) -> bool:
    """Whether evidence proves a required type on a date: its last day included, and not before it was verified.

    What was verified later is left out, so that a score as of a past date never changes.
    """
    last_day = last_valid_day(evidence, requirement)
    return (
        evidence.type == requirement.type
        and evidence.verified_on is not None
        and evidence.verified_on <= on
        and evidence.issued_on <= on
        and (last_day is None or on <= last_day)
    )


def prove(requirements: Sequence[EvidenceRequirement], evidence: Iterable[Evidence], on: date) -> Proof:
    """Take for each required type the evidence that lasts longest, of equals the latest issued, then the first key."""
    offered = sorted(evidence, key=lambda item: (-item.issued_on.toordinal(), item.key))
    used, missing = [], []
    for requirement in requirements:
        valid = [
            UsedEvidence(item.key, item.type, last_valid_day(item, requirement))
            for item in offered
            if is_valid(item, requirement, on)
        ]
        if valid:
            used.append(max(valid, key=lambda item: item.last_day or date.max))
        else:
            missing.append(requirement.type)
    return Proof(tuple(used), tuple(missing))
