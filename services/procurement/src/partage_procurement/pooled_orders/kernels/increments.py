"""Commitments as a history: from append-only events to the lines and increments that are live."""

from collections.abc import Iterable
from dataclasses import dataclass, field


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


@dataclass(slots=True)
class _Stack:
    """Quanta of one kind by the seq that added them, the newest last."""

    layers: dict[int, int] = field(default_factory=dict)
    total: int = 0

    def become(self, total: int, seq: int) -> None:
        if total > self.total:
            self.layers[seq] = total - self.total
        surplus = self.total - total
        while surplus > 0:
            newest, quanta = self.layers.popitem()
            if quanta > surplus:
                self.layers[newest] = quanta - surplus
            surplus -= quanta
        self.total = total


@dataclass(slots=True)
class _History:
    """One party's firm and tolerated quanta of one article while its events are read."""

    firm: _Stack = field(default_factory=_Stack)
    tolerance: _Stack = field(default_factory=_Stack)
    ceiling: int | None = None

    def read(self, event: CommitmentEvent) -> None:
        self.firm.become(event.firm, event.seq)
        self.tolerance.become(event.tolerance, event.seq)
        if event.ceiling is not None:
            self.ceiling = event.ceiling

    def line(self, party: str, article: str) -> CommittedLine:
        firm, tolerance = self.firm.layers, self.tolerance.layers
        increments = tuple(
            Increment(seq, firm.get(seq, 0), tolerance.get(seq, 0)) for seq in sorted(firm.keys() | tolerance.keys())
        )
        return CommittedLine(
            party, article, increments[0].seq, self.firm.total, self.tolerance.total, self.ceiling, increments
        )


def committed_lines(events: Iterable[CommitmentEvent]) -> list[CommittedLine]:
    """Derive the live lines of an order from its commitment events, in seq order (R14).

    Lowering takes the newest quanta first, raising adds a later increment. A party that took all of an article
    back has no line, and its ceiling is forgotten. Raises InvalidCommitment.
    """
    histories: dict[tuple[str, str], _History] = {}
    last = None
    for event in sorted(events, key=lambda event: event.seq):
        if event.seq == last or min(event.firm, event.tolerance, event.ceiling or 0) < 0:
            raise InvalidCommitment("every event has its own seq, and quantities and ceilings are zero or more")
        last = event.seq
        key = (event.party, event.article)
        histories.setdefault(key, _History()).read(event)
        if event.firm == event.tolerance == 0:
            del histories[key]
    return sorted((history.line(*key) for key, history in histories.items()), key=lambda line: line.seq)
