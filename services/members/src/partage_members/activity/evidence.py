"""What contracts show against what a member declares, as a kernel: months in, weights and drifts out.

Months are whole numbers that count on (year * 12 + month). A code weighs as many months as it was active in, however
large the contracts were: practice is a matter of time, and amounts are nobody's business.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

WINDOW_MONTHS = 24
MISSING_FROM = 3
"""Months from which a code that is not declared is practised."""
MISSING_SHARE_PERCENT = 25
"""And the share of all weights that it has at least."""
UNPRACTISED_AFTER = 6
"""Months with other activity after which a declared code without any is not practised."""
ORDER_LEAD = 3
"""Months by which another code leads before the order is in question; it also has twice as many."""
STRENGTHS = (3, 6, 12)
"""Months at which the evidence enters another class: some, regular, steady."""


class DriftKind(StrEnum):
    """How what is declared and what is shown differ."""

    MISSING = "missing"
    NOT_PRACTISED = "not_practised"
    ORDER = "order"


@dataclass(frozen=True, slots=True)
class Drift:
    """One difference: the code it is about, and how strong the evidence is, from 0 to 3."""

    kind: DriftKind
    code: str
    strength: int


def weights(spans: Iterable[tuple[str, int, int]], until: int) -> dict[str, int]:
    """In how many of the last 24 months each code was active; a span is a code with its first and last month."""
    active: dict[str, set[int]] = {}
    for code, first, last in spans:
        months = range(max(first, until - WINDOW_MONTHS + 1), min(last, until) + 1)
        if months:
            active.setdefault(code, set()).update(months)
    return {code: len(months) for code, months in active.items()}


def drifts(declared: Sequence[str], shown: Mapping[str, int]) -> list[Drift]:
    """The differences that are clear enough to be proposed, by code within each kind.

    `declared` has the main code first; `shown` are the weights. Without activity nothing is in question.
    """
    total = sum(shown.values())
    return [*_missing(declared, shown, total), *_not_practised(declared, shown, total), *_order(declared, shown)]


def strength(months: int) -> int:
    """The class of evidence: 0 below 3 months, 1 below 6, 2 below 12, else 3."""
    return sum(months >= threshold for threshold in STRENGTHS)


def applied(drift: Drift, declared: Sequence[str], shown: Mapping[str, int], most: int) -> list[str] | None:
    """What would be declared if a drift were accepted; None when it has no effect or no room (`most` codes at most)."""
    match drift.kind:
        case DriftKind.MISSING:
            changed = [*declared, drift.code] if drift.code not in declared and len(declared) < most else None
        case DriftKind.NOT_PRACTISED:
            changed = [code for code in declared if code != drift.code]
        case DriftKind.ORDER:
            changed = sorted(declared, key=lambda code: -shown.get(code, 0))
    return None if changed is None or changed == list(declared) or not changed else changed


def _missing(declared: Collection[str], shown: Mapping[str, int], total: int) -> list[Drift]:
    return [
        Drift(DriftKind.MISSING, code, strength(months))
        for code, months in sorted(shown.items())
        if code not in declared and months >= MISSING_FROM and months * 100 >= MISSING_SHARE_PERCENT * total
    ]


def _not_practised(declared: Sequence[str], shown: Mapping[str, int], total: int) -> list[Drift]:
    if total < UNPRACTISED_AFTER:
        return []
    return [Drift(DriftKind.NOT_PRACTISED, code, strength(total)) for code in sorted(declared) if not shown.get(code)]


def _order(declared: Sequence[str], shown: Mapping[str, int]) -> list[Drift]:
    if len(declared) < 2:
        return []
    leading = max(declared, key=lambda code: (shown.get(code, 0), -declared.index(code)))
    lead, main = shown.get(leading, 0), shown.get(declared[0], 0)
    if lead < 2 * main or lead - main < ORDER_LEAD or not main:
        return []
    return [Drift(DriftKind.ORDER, leading, strength(lead - main))]


@dataclass(frozen=True, slots=True)
class Earlier:
    """A proposal made before about the same: whether it is still open, and how strong the evidence was."""

    kind: DriftKind
    code: str
    strength: int
    is_open: bool


def to_propose(found: Iterable[Drift], earlier: Collection[Earlier]) -> list[Drift]:
    """The drifts to propose now: none that is open, and none of the last 12 months unless the evidence changed class.

    `earlier` are the open proposals and those of the last 12 months, whatever became of them.
    """
    is_open = {(one.kind, one.code) for one in earlier if one.is_open}
    told = {(one.kind, one.code, one.strength) for one in earlier}
    return [
        one for one in found if (one.kind, one.code) not in is_open and (one.kind, one.code, one.strength) not in told
    ]
