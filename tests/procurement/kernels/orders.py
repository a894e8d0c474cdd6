"""Small pooled orders for the kernels' tests: plain factories, and strategies that draw them."""

from decimal import Decimal
from fractions import Fraction

from hypothesis import strategies as st

from partage_procurement.pooled_orders.kernels.boxes import BoxRule
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.money import Basis
from partage_procurement.pooled_orders.kernels.quanta import Quantum
from partage_procurement.pooled_orders.kernels.terms import (
    AllocationMode,
    Article,
    LogisticsSchedule,
    LogisticsStep,
    OrderMinimum,
    OrderTerms,
    SharingMode,
)
from partage_procurement.pooled_orders.kernels.tiers import Tier, TierTable

bases = st.sampled_from(Basis)
vat_rates = st.sampled_from([0, 600, 2_100])


def tier_table(*tiers: tuple[int, int]) -> TierTable:
    """Tiers as (bound, price)."""
    return TierTable(tuple(Tier(bound, price) for bound, price in tiers))


def article(
    name: str = "a",
    tiers: TierTable | None = None,
    box: BoxRule | None = None,
    reference: int = 150,
    size: str = "1",
    basis: Basis = Basis.NET,
    vat_rate: int = 2_100,
    weight: int = 1_000,
    deposit: int = 0,
) -> Article:
    """An article in pieces at 1.00, or 0.80 from 20 on, against a reference of 1.50."""
    table = tiers or tier_table((1, 100), (20, 80))
    quantum = Quantum(Decimal(size), "piece")
    return Article(name, quantum, box or BoxRule(), table, reference, basis, vat_rate, weight, deposit)


def terms(
    *articles: Article,
    logistics: int | LogisticsSchedule = 0,
    sharing: SharingMode = SharingMode.QUANTITY,
    allocation: AllocationMode = AllocationMode.FAIR,
    basis: Basis = Basis.NET,
    minimum: OrderMinimum | None = None,
) -> OrderTerms:
    """An order of these articles (one if none is given) with constant net logistics."""
    schedule = LogisticsSchedule.constant(logistics, basis, 2_100) if isinstance(logistics, int) else logistics
    return OrderTerms(articles or (article(),), basis, schedule, sharing, allocation, minimum)


def line(
    seq: int, firm: int, tolerance: int = 0, ceiling: int | None = None, party: str = "", of: str = "a"
) -> CommittedLine:
    """A line of a party named after its seq."""
    return CommittedLine(party or f"party-{seq}", of, seq, firm, tolerance, ceiling)


@st.composite
def tier_tables(draw: st.DrawFn) -> TierTable:
    """Up to three tiers within reach of a few small lines."""
    bounds = sorted(draw(st.sets(st.integers(1, 24), min_size=1, max_size=3)))
    prices = sorted(draw(st.sets(st.integers(0, 30), min_size=len(bounds), max_size=len(bounds))), reverse=True)
    return tier_table(*zip(bounds, prices, strict=True))


box_rules = st.builds(BoxRule, st.integers(1, 5), st.integers(0, 12))


@st.composite
def articles(draw: st.DrawFn, name: str = "a") -> Article:
    """Articles whose prices, references and ceilings lie close together."""
    return Article(
        name,
        Quantum(draw(st.sampled_from([Decimal(1), Decimal("0.1"), Decimal("2.5")])), "kg"),
        draw(box_rules),
        draw(tier_tables()),
        draw(st.integers(1, 35)),
        draw(bases),
        draw(vat_rates),
        draw(st.integers(1, 5)),
        draw(st.integers(0, 3)),
    )


@st.composite
def schedules(draw: st.DrawFn, constant: bool = False) -> LogisticsSchedule:
    """Logistics costs, constant or in steps."""
    bounds = [0] if constant else [0, *sorted(draw(st.sets(st.integers(1, 200), max_size=2)))]
    steps = tuple(LogisticsStep(bound, draw(st.integers(0, 60))) for bound in bounds)
    return LogisticsSchedule(steps, draw(bases), draw(vat_rates))


@st.composite
def orders(
    draw: st.DrawFn, max_lines: int = 6, constant_logistics: bool = False
) -> tuple[OrderTerms, list[CommittedLine]]:
    """Up to three articles and a few lines of up to five parties, in any order."""
    names = draw(st.sampled_from(["a", "ab", "abc"]))
    minimum = st.builds(OrderMinimum, st.integers(0, 200), bases, st.booleans())
    made = OrderTerms(
        tuple(draw(articles(name)) for name in names),
        draw(bases),
        draw(schedules(constant=constant_logistics)),
        draw(st.sampled_from(SharingMode)),
        draw(st.sampled_from(AllocationMode)),
        draw(st.none() | minimum),
    )
    pairs = st.tuples(st.sampled_from(["p", "q", "r", "s", "t"]), st.sampled_from(names))
    wanted = draw(st.lists(pairs, max_size=max_lines, unique=True))
    seqs = draw(st.permutations(range(1, len(wanted) + 1)))
    lines = [
        CommittedLine(party, name, seq, *draw(quantities), draw(st.none() | st.integers(5, 50)))
        for (party, name), seq in zip(wanted, seqs, strict=True)
    ]
    return made, lines


quantities = st.tuples(st.integers(0, 9), st.integers(0, 5)).filter(any)


def ceiling_division(dividend: int, divisor: int) -> int:
    """Divide and round up."""
    return (dividend + divisor - 1) // divisor


def factor(rate: int) -> Fraction:
    """What a net amount is multiplied by to be gross."""
    return 1 + Fraction(rate, 10_000)
