"""Live increments against a pile of single quanta: put on top, taken from the top."""

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from partage_procurement.pooled_orders.kernels.increments import (
    CommitmentEvent,
    CommittedLine,
    Increment,
    InvalidCommitment,
    committed_lines,
)


def event(seq: int, firm: int, tolerance: int = 0, ceiling: int | None = None, party: str = "p") -> CommitmentEvent:
    return CommitmentEvent(seq, party, "a", firm, tolerance, ceiling)


def pile_up(events: list[CommitmentEvent]) -> dict[str, tuple[list[int], list[int], int | None]]:
    """The seq of every single firm and tolerated quantum, and the last ceiling given, by party."""
    piles: dict[str, tuple[list[int], list[int], int | None]] = {}
    for one in events:
        firm, tolerance, ceiling = piles.pop(one.party, ([], [], None))
        for pile, wanted in ((firm, one.firm), (tolerance, one.tolerance)):
            while len(pile) > wanted:
                pile.pop()
            while len(pile) < wanted:
                pile.append(one.seq)
        if firm or tolerance:
            piles[one.party] = (firm, tolerance, ceiling if one.ceiling is None else one.ceiling)
    return piles


@st.composite
def histories(draw: st.DrawFn) -> list[CommitmentEvent]:
    seqs = sorted(draw(st.sets(st.integers(1, 50), max_size=10)))
    small = st.integers(0, 5)
    ceilings = st.none() | st.integers(0, 9)
    return [event(seq, draw(small), draw(small), draw(ceilings), draw(st.sampled_from("pq"))) for seq in seqs]


def test_lowering_takes_the_newest_and_raising_adds_a_later_increment() -> None:
    events = [event(1, 3), event(4, 5), event(6, 2), event(9, 4)]
    assert committed_lines(events) == [CommittedLine("p", "a", 1, 4, 0, None, (Increment(1, 2, 0), Increment(9, 2, 0)))]


def test_a_line_that_came_back_has_a_later_seq_and_no_ceiling() -> None:
    events = [event(1, 3, ceiling=90), event(2, 0), event(5, 3)]
    assert committed_lines(events) == [CommittedLine("p", "a", 5, 3)]


def test_the_latest_ceiling_given_counts() -> None:
    events = [event(1, 3, ceiling=90), event(2, 3, ceiling=80), event(3, 4)]
    assert [line.ceiling for line in committed_lines(events)] == [80]


@given(histories())
def test_lines_are_what_single_quanta_say(events: list[CommitmentEvent]) -> None:
    piles = pile_up(events)
    lines = committed_lines(events)
    assert [line.seq for line in lines] == sorted(line.seq for line in lines)
    assert {line.party for line in lines} == set(piles)
    for line in lines:
        firm, tolerance, ceiling = piles[line.party]
        assert (line.firm, line.tolerance, line.ceiling) == (len(firm), len(tolerance), ceiling)
        assert line.seq == min(firm + tolerance)
        expected = [Increment(seq, firm.count(seq), tolerance.count(seq)) for seq in sorted({*firm, *tolerance})]
        assert list(line.live_increments) == expected


@given(histories(), st.randoms(use_true_random=False))
def test_the_order_events_are_read_in_does_not_matter(events: list[CommitmentEvent], chance: random.Random) -> None:
    shuffled = chance.sample(events, len(events))
    assert committed_lines(shuffled) == committed_lines(events)


@pytest.mark.parametrize(
    "events", [[event(1, -1)], [event(1, 0, -1)], [event(1, 1, ceiling=-1)], [event(1, 1), event(1, 2, party="q")]]
)
def test_impossible_events_are_refused(events: list[CommitmentEvent]) -> None:
    with pytest.raises(InvalidCommitment):
        committed_lines(events)
