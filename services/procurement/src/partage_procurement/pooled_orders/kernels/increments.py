"""Commitments as a history: from append-only events to the lines and increments that are live."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from operator import attrgetter


class InvalidCommitment(ValueError):
    """A quantity or ceiling below zero, or two events with one seq."""


@dataclass(frozen=True, slots=True)
class CommitmentEvent:
    """What a party committed to for one article at `seq`: its whole firm and tolerated quanta from then on.

    The ceiling is in minor units a unit, net or gross as the order says; None leaves the earlier one.
    """

    seq: int
    party: str
    article: str
    firm: int
    tolerance: int
    ceiling: int | None = None


@dataclass(frozen=True, slots=True)
class Increment:
    """Quanta that were added at `seq` and are still committed."""

    seq: int
    firm: int
    tolerance: int


@dataclass(frozen=True, slots=True)
class CommittedLine:
    """What a party wants of one article now, in quanta; `seq` is that of its first live increment."""

    party: str
    article: str
    seq: int
    firm: int
    tolerance: int = 0
    ceiling: int | None = None
    increments: tuple[Increment, ...] = ()

    def __post_init__(self) -> None:
        if self.firm < 0 or self.tolerance < 0 or (self.ceiling is not None and self.ceiling < 0):
            raise InvalidCommitment("quantities and ceilings are zero or more")

    @property
    def live_increments(self) -> tuple[Increment, ...]:
        """The increments of the line; a line given without any came at once."""
        return self.increments or (Increment(self.seq, self.firm, self.tolerance),)


def committed_lines(events: Iterable[CommitmentEvent]) -> list[CommittedLine]:
    """Derive the live lines of an order from its commitment events, in seq order (R14).

    Lowering takes the newest quanta first, raising adds a later increment. A party that took all of an article
    back has no line, and its ceiling is forgotten. Raises InvalidCommitment.
    """
    histories: dict[tuple[str, str], list[CommitmentEvent]] = {}
    last = None
    for event in sorted(events, key=attrgetter("seq")):
        if event.seq == last or event.firm < 0 or event.tolerance < 0 or (event.ceiling or 0) < 0:
            raise InvalidCommitment("every event has its own seq, and quantities and ceilings are zero or more")
        last = event.seq
        histories.setdefault((event.party, event.article), []).append(event)
    lines = [_line(history) for history in histories.values() if history[-1].firm or history[-1].tolerance]
    return sorted(lines, key=attrgetter("seq"))


def _line(history: Sequence[CommitmentEvent]) -> CommittedLine:
    """Read the events of one party and article, of which the last leaves it with a line."""
    firm: dict[int, int] = {}
    tolerance: dict[int, int] = {}
    firm_total = tolerance_total = 0
    ceiling = None
    for event in history:
        _change(firm, event.seq, event.firm - firm_total)
        _change(tolerance, event.seq, event.tolerance - tolerance_total)
        firm_total, tolerance_total = event.firm, event.tolerance
        ceiling = ceiling if event.ceiling is None else event.ceiling
        if firm_total == tolerance_total == 0:
            ceiling = None
    seqs = sorted(firm.keys() | tolerance.keys())
    increments = tuple([Increment(seq, firm.get(seq, 0), tolerance.get(seq, 0)) for seq in seqs])
    return CommittedLine(event.party, event.article, seqs[0], firm_total, tolerance_total, ceiling, increments)


def _change(layers: dict[int, int], seq: int, quanta: int) -> None:
    """Add quanta at a seq, or take them from the newest that are left; `layers` has the newest last."""
    if quanta > 0:
        layers[seq] = quanta
    while quanta < 0:
        newest, there = layers.popitem()
        quanta += there
        if quanta > 0:
            layers[newest] = quanta
