"""Clearing as the page tells it: rounds that are played line by line, each computed from scratch."""

from dataclasses import dataclass
from fractions import Fraction

from partage_procurement.pooled_orders.kernels.boxes import BoxRule
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.money import Basis, Exact
from partage_procurement.pooled_orders.kernels.terms import (
    Article,
    OrderTerms,
    SharingMode,
)
from procurement.kernels.orders import ceiling_division, factor


def in_basis(amount: Exact, have: Basis, want: Basis, rate: int) -> Fraction:
    return amount * factor(rate) ** ((want is Basis.GROSS) - (have is Basis.GROSS))


def boxes_of(rule: BoxRule, firm: int, tolerance: int) -> int:
    boxes = min(ceiling_division(firm, rule.size), (firm + tolerance) // rule.size)
    least = ceiling_division(rule.minimum, rule.size)
    if boxes * rule.size >= rule.minimum:
        return boxes
    return least if firm > 0 and firm + tolerance >= least * rule.size else 0


@dataclass
class Round:
    """The figures of one round, computed from scratch for the lines and articles still in."""

    terms: OrderTerms
    articles: list[Article]
    lines: list[CommittedLine]

    def volume(self, one: Article) -> int:
        mine = [line for line in self.lines if line.article == one.id]
        return one.box.size * boxes_of(one.box, sum(li.firm for li in mine), sum(li.tolerance for li in mine))

    def price(self, one: Article) -> Fraction | None:
        """The price in the order's basis; None where there is no tier or the price is above the reference."""
        met = [tier for tier in one.tiers.tiers if 0 < tier.bound <= self.volume(one)]
        if not met or met[-1].price > one.reference:
            return None
        return in_basis(met[-1].price, one.basis, self.terms.basis, one.vat_rate)

    def reference_value(self, one: Article, quanta: int) -> Fraction:
        return quanta * one.quantum.fraction * in_basis(one.reference, one.basis, self.terms.basis, one.vat_rate)

    def logistics(self) -> int:
        measure: Exact = sum(self.volume(one) for one in self.articles)
        if len(self.terms.articles) > 1:
            measure = sum((self.reference_value(one, self.volume(one)) for one in self.articles), Fraction(0))
        schedule = self.terms.logistics
        amount = [step.amount for step in schedule.steps if step.bound <= measure][-1]
        exact = in_basis(amount, schedule.basis, self.terms.basis, schedule.vat_rate)
        return int(exact + Fraction(1, 2))

    def weight(self, of: CommittedLine) -> Fraction:
        one = next(a for a in self.articles if a.id == of.article)
        units = of.firm * one.quantum.fraction
        if self.terms.sharing is SharingMode.VALUE:
            return self.reference_value(one, of.firm)
        return units * one.weight if self.terms.sharing is SharingMode.WEIGHT else units

    def share(self, of: CommittedLine) -> Fraction:
        if of.firm == 0:
            return Fraction(0)
        firm = [line for line in self.lines if line.firm]
        if self.terms.sharing is SharingMode.EQUAL:
            parties = {line.party for line in firm}
            own = [line for line in firm if line.party == of.party]
            return Fraction(self.logistics(), len(parties)) / len(own)
        return self.logistics() * self.weight(of) / sum(self.weight(line) for line in firm)

    def leaves(self, of: CommittedLine) -> bool:
        one = next(a for a in self.articles if a.id == of.article)
        price = self.price(one)
        if price is None:
            return True
        if of.ceiling is None:
            return False
        units = of.firm * one.quantum.fraction
        return units * price + self.share(of) > units * of.ceiling if of.firm else price > of.ceiling


def play(order: OrderTerms, lines: list[CommittedLine]) -> tuple[list[Round], list[set[int]], list[set[str]]]:
    """All rounds, with the seqs that left and the articles that were dropped in each."""
    rounds = [Round(order, list(order.articles), list(lines))]
    left: list[set[int]] = []
    dropped: list[set[str]] = []
    while True:
        now = rounds[-1]
        leaving = {line.seq for line in now.lines if now.leaves(line)}
        dropping = {one.id for one in now.articles if now.price(one) is None}
        if not leaving and not dropping:
            return rounds, left, dropped
        left.append(leaving)
        dropped.append(dropping)
        rounds.append(
            Round(
                order,
                [one for one in now.articles if one.id not in dropping],
                [line for line in now.lines if line.seq not in leaving],
            )
        )
