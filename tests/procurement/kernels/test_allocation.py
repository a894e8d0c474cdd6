"""Allocation against every possible allotment, against one quantum at a time, and by hand."""

import random
from collections.abc import Callable, Iterator, Sequence
from fractions import Fraction

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from partage_procurement.pooled_orders.kernels.allocation import AllotmentReason, allocate
from partage_procurement.pooled_orders.kernels.increments import CommittedLine, Increment
from partage_procurement.pooled_orders.kernels.terms import AllocationMode
from procurement.kernels.orders import line

FAIR, FIRST_COME = AllocationMode.FAIR, AllocationMode.FIRST_COME


@st.composite
def wanted(draw: st.DrawFn, most: int = 4, size: int = 6) -> list[CommittedLine]:
    """Lines in any order, each made of a few increments."""
    count = draw(st.integers(0, size))
    seqs = iter(draw(st.permutations(range(1, 3 * count + 1))))
    lines = []
    for number in range(count):
        own = sorted(next(seqs) for _ in range(draw(st.integers(1, 3))))
        increments = tuple(Increment(seq, draw(st.integers(0, most)), draw(st.integers(0, most))) for seq in own)
        firm, tolerance = sum(one.firm for one in increments), sum(one.tolerance for one in increments)
        lines.append(CommittedLine(f"p{number}", "a", own[0], firm, tolerance, None, increments))
    return lines


def amounts(capacities: Sequence[int], total: int) -> Iterator[tuple[int, ...]]:
    """Every way to place a total in capacities."""
    if not capacities:
        if total == 0:
            yield ()
        return
    for first in range(min(capacities[0], total) + 1):
        for rest in amounts(capacities[1:], total - first):
            yield (first, *rest)


def burdens(parts: Sequence[int], capacities: Sequence[int]) -> list[Fraction]:
    pairs = zip(parts, capacities, strict=True)
    return sorted((Fraction(part, capacity) for part, capacity in pairs if capacity), reverse=True)


def fairest(lines: Sequence[CommittedLine], supplied: int) -> dict[str, int]:
    """The page's definition, tried on all allotments: smallest sorted burdens, then the tie rule by seq."""
    by_seq = sorted(lines, key=lambda line: line.seq)
    firm, tolerance = [one.firm for one in by_seq], [one.tolerance for one in by_seq]
    shortage = sum(firm) - supplied
    if shortage > 0:
        # Of equals the higher seq bears the missing quantum.
        missing = min(amounts(firm, shortage), key=lambda m: (burdens(m, firm), [-part for part in reversed(m)]))
        return {one.party: one.firm - part for one, part in zip(by_seq, missing, strict=True)}
    extra_total = min(-shortage, sum(tolerance))
    # Of equals the lower seq gets the extra quantum.
    extra = min(amounts(tolerance, extra_total), key=lambda e: (burdens(e, tolerance), [-part for part in e]))
    return {one.party: one.firm + part for one, part in zip(by_seq, extra, strict=True)}


def quantum_by_quantum(lines: Sequence[CommittedLine], supplied: int) -> dict[str, int]:
    units = {one.party: one.firm for one in lines}

    def lacking(one: CommittedLine) -> tuple[Fraction, int, int]:
        return Fraction(one.firm - units[one.party] + 1, one.firm), -one.firm, -one.seq

    def taking(one: CommittedLine) -> tuple[Fraction, int, int]:
        return Fraction(units[one.party] - one.firm + 1, one.tolerance), -one.tolerance, one.seq

    for _ in range(sum(units.values()) - supplied):
        bearer = min((one for one in lines if units[one.party] > 0), key=lacking)
        units[bearer.party] -= 1
    for _ in range(supplied - sum(units.values())):
        room = [one for one in lines if units[one.party] < one.firm + one.tolerance]
        if room:
            units[min(room, key=taking).party] += 1
    return units


def served_in_turn(lines: Sequence[CommittedLine], supplied: int) -> dict[str, int]:
    """All single firm quanta in the order of their increments, then all tolerated ones; supply goes to the first."""
    firm = [(one.seq, line.party) for line in lines for one in line.live_increments for _ in range(one.firm)]
    tolerated = [(one.seq, line.party) for line in lines for one in line.live_increments for _ in range(one.tolerance)]
    served = (sorted(firm) + sorted(tolerated))[:supplied]
    return {line.party: sum(party == line.party for _, party in served) for line in lines}


def given_by(lines: Sequence[CommittedLine], supplied: int, mode: AllocationMode) -> dict[str, int]:
    return {one.line.party: one.units for one in allocate(lines, supplied, mode).allotments}


@settings(max_examples=300)
@given(wanted(most=1, size=6) | wanted(most=3, size=4), st.integers(0, 40))
def test_fair_is_the_fairest_of_all_allotments(lines: list[CommittedLine], supplied: int) -> None:
    assert given_by(lines, supplied, FAIR) == fairest(lines, supplied)


@settings(max_examples=200)
@given(wanted(most=20, size=8), st.integers(0, 400))
def test_fair_in_bulk_is_fair_quantum_by_quantum(lines: list[CommittedLine], supplied: int) -> None:
    assert given_by(lines, supplied, FAIR) == quantum_by_quantum(lines, supplied)


@given(wanted(), st.integers(0, 90))
def test_first_come_serves_increments_in_turn(lines: list[CommittedLine], supplied: int) -> None:
    assert given_by(lines, supplied, FIRST_COME) == served_in_turn(lines, supplied)


@given(st.lists(st.integers(1, 9), min_size=1, max_size=6), st.integers(0, 54), st.integers(7, 12))
def test_quantities_beyond_64_bits_are_shared_exactly(firm: list[int], supplied: int, power: int) -> None:
    """Fair allotments of quanta a trillion times as small never give a larger burden than the proportional one."""
    scale = 10**power
    lines = [line(seq, quanta * scale + seq) for seq, quanta in enumerate(firm, start=1)]
    total = sum(one.firm for one in lines)
    supply = min(supplied * scale, total)
    allotments = allocate(lines, supply, FAIR).allotments
    assert sum(one.units for one in allotments) == supply
    level = Fraction(total - supply, total)
    for one in allotments:
        assert abs(one.burden - level) < Fraction(len(lines), min(other.firm for other in lines))


@given(wanted(), st.integers(0, 90), st.sampled_from(AllocationMode), st.randoms(use_true_random=False))
def test_nothing_is_lost_and_order_does_not_matter(
    lines: list[CommittedLine], supplied: int, mode: AllocationMode, chance: random.Random
) -> None:
    allocation = allocate(lines, supplied, mode)
    assert allocation.supplied == supplied
    assert allocation.office == max(0, supplied - sum(one.firm + one.tolerance for one in lines))
    assert repr(allocate(chance.sample(lines, len(lines)), supplied, mode)) == repr(allocation)
    for one in allocation.allotments:
        assert 0 <= one.units <= one.line.firm + one.line.tolerance
        assert (one.firm_served + one.missing, one.firm_served + one.extra) == (one.line.firm, one.units)


def test_ties_of_a_shortage_go_to_the_larger_firm_then_to_the_higher_seq() -> None:
    assert given_by([line(1, 2), line(2, 4)], 5, FAIR) == {"party-1": 2, "party-2": 3}
    assert given_by([line(1, 3), line(2, 3)], 5, FAIR) == {"party-1": 3, "party-2": 2}
    assert given_by([line(1, 4), line(2, 2)], 4, FAIR) == {"party-1": 2, "party-2": 2}


def test_ties_of_a_surplus_go_to_the_larger_tolerance_then_to_the_lower_seq() -> None:
    assert given_by([line(1, 1, 2), line(2, 1, 4)], 3, FAIR) == {"party-1": 1, "party-2": 2}
    assert given_by([line(1, 1, 3), line(2, 1, 3)], 3, FAIR) == {"party-1": 2, "party-2": 1}


@pytest.mark.parametrize(
    ("make", "supplied", "mode", "reason", "burden"),
    [
        (lambda: line(1, 4), 4, FAIR, AllotmentReason.FIRM_IN_FULL, Fraction(0)),
        (lambda: line(1, 4, 2), 5, FAIR, AllotmentReason.FIRM_AND_TOLERANCE, Fraction(1, 2)),
        (lambda: line(1, 4), 3, FAIR, AllotmentReason.SHORTAGE_SHARED, Fraction(1, 4)),
        (lambda: line(1, 4), 3, FIRST_COME, AllotmentReason.SUPPLY_USED_UP_EARLIER, Fraction(1, 4)),
        (lambda: line(1, 4), 0, FAIR, AllotmentReason.NOTHING_SUPPLIED, Fraction(1)),
        (lambda: line(1, 0, 4), 0, FAIR, AllotmentReason.TOLERANCE_NOT_NEEDED, Fraction(0)),
    ],
)
def test_each_line_carries_its_reason(
    make: Callable[[], CommittedLine], supplied: int, mode: AllocationMode, reason: AllotmentReason, burden: Fraction
) -> None:
    (allotment,) = allocate([make()], supplied, mode).allotments
    assert (allotment.reason, allotment.burden) == (reason, burden)


def test_what_nobody_takes_is_the_office_line() -> None:
    allocation = allocate([line(1, 4, 2)], 9, FAIR)
    assert (allocation.units, allocation.office) == ((6,), 3)
