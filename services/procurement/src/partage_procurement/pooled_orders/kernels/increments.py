"""Commitments as a history: from append-only events to the lines and increments that are live."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from operator import attrgetter
from typing import NamedTuple


class InvalidCommitment(ValueError):
    """A quantity or ceiling below zero, or two events with one seq."""


class CommitmentEvent(NamedTuple):
    """What a party committed to for one article at `seq`: its whole firm and tolerated quanta from then on.

    The ceiling is in minor units a unit, net or gross as the order says; None leaves the earlier one.
    """

    seq: int
    party: str
    article: str
    firm: int
    tolerance: int
    ceiling: int | None = None


class Increment(NamedTuple):
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
        """The increments of the line, the first first."""
        return self.increments or (Increment(self.seq, self.firm, self.tolerance),)


def committed_lines(events: Iterable[CommitmentEvent]) -> list[CommittedLine]:
    """Derive the live lines of an order from its commitment events, in seq order (R14).

    Lowering takes the newest quanta first, raising adds a later increment. A party that took all of an article
    back has no line, and its ceiling is forgotten. Raises InvalidCommitment.
    """
    histories: dict[tuple[str, str], list[CommitmentEvent]] = {}
    last = None
    for event in sorted(events, key=attrgetter("seq")):
        seq, party, article, firm, tolerance, ceiling = event
        if seq == last or firm < 0 or tolerance < 0 or (ceiling or 0) < 0:
            raise InvalidCommitment("every event has its own seq, and quantities and ceilings are zero or more")
        last = seq
        histories.setdefault((party, article), []).append(event)
    lines = [_line(history) for history in histories.values() if history[-1].firm or history[-1].tolerance]
    return sorted(lines, key=attrgetter("seq"))


def _line(history: Sequence[CommitmentEvent]) -> CommittedLine:
    """Read the events of one party and article, of which the last leaves it with a line."""
    if len(history) == 1:
        seq, party, article, wanted, tolerated, most = history[0]
        return CommittedLine(party, article, seq, wanted, tolerated, most)
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
    line = CommittedLine(event.party, event.article, seqs[0], firm_total, tolerance_total, ceiling)
    return line if len(increments) == 1 else replace(line, increments=increments)


def _change(layers: dict[int, int], seq: int, quanta: int) -> None:
    """Add quanta at a seq, or take them from the newest that are left; `layers` has the newest last."""
    if quanta > 0:
        layers[seq] = quanta
    while quanta < 0:
        newest, there = layers.popitem()
        quanta += there
        if quanta > 0:
            layers[newest] = quanta
