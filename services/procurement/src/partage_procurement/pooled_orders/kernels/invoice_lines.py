"""Invoices split into lines: the amount by units, VAT once per invoice and rate, to the minor unit."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from fractions import Fraction

from partage_procurement.pooled_orders.kernels.money import Basis, half_up, split, split_vat

OFFICE = "office"
"""The party that bears what no member or structure line bears."""


class ChargeKind(StrEnum):
    """What an amount is charged for."""

    GOODS = "goods"
    DEPOSIT = "deposit"
    LOGISTICS = "logistics"


class LineReason(StrEnum):
    """Why a settled line is there."""

    RECEIVED = "received"
    SHARE = "share"
    NOT_TAKEN = "not_taken"
    LOGISTICS_EXCESS = "logistics_excess"
    OVER_CEILING = "over_ceiling"


@dataclass(frozen=True, slots=True)
class Portion:
    """A party's part of a charge before it is an amount, with the quanta it received for it."""

    party: str
    article: str | None
    seq: int
    weight: int
    reason: LineReason
    quanta: int = 0


@dataclass(frozen=True, slots=True)
class Charge:
    """One amount on an invoice (minor units, net or gross, VAT rate in basis points) and who it is for.

    Charges of one invoice, rate and basis have their VAT computed together, as the invoice does.
    """

    invoice: str
    kind: ChargeKind
    basis: Basis
    vat_rate: int
    amount: int
    portions: tuple[Portion, ...]


@dataclass(frozen=True, slots=True)
class SettledLine:
    """What a party pays of an invoice, in minor units; `quanta` is what it received, zero for logistics.

    `article` is None only for the office's excess of logistics.
    """

    party: str
    article: str | None
    seq: int
    invoice: str
    kind: ChargeKind
    reason: LineReason
    vat_rate: int
    net: int
    vat: int
    quanta: int = 0

    @property
    def gross(self) -> int:
        """Net and VAT together."""
        return self.net + self.vat

    def amount(self, basis: Basis) -> int:
        """The line's amount net or gross."""
        return self.net if basis is Basis.NET else self.gross


def invoice_lines(charges: Iterable[Charge]) -> list[SettledLine]:
    """Split charges into lines whose sums are the invoices' net and VAT, to the minor unit.

    A charge is split by its portions' weights; then the VAT on all charges of an (invoice, rate), less its credits, is
    rounded half-up once and split by the lines' amounts. Raises InvalidWeights where a charge has no portion that
    weighs anything.
    """
    taxed: defaultdict[tuple[str, int, Basis], list[Charge]] = defaultdict(list)
    for charge in charges:
        taxed[charge.invoice, charge.vat_rate, charge.basis].append(charge)
    return [line for group in taxed.values() for line in _taxed_lines(group)]


def _taxed_lines(charges: Sequence[Charge]) -> list[SettledLine]:
    basis, rate = charges[0].basis, charges[0].vat_rate
    parts = [(charge, portion, part) for charge in charges for portion, part in _parts(charge)]
    vats = split_vat([part for _, _, part in parts], basis, rate, [portion.seq for _, portion, _ in parts])
    return [
        SettledLine(
            portion.party,
            portion.article,
            portion.seq,
            charge.invoice,
            charge.kind,
            portion.reason,
            rate,
            part if basis is Basis.NET else part - tax,
            tax,
            portion.quanta,
        )
        for (charge, portion, part), tax in zip(parts, vats, strict=True)
    ]


def _parts(charge: Charge) -> list[tuple[Portion, int]]:
    weights = [portion.weight for portion in charge.portions]
    parts = split(charge.amount, weights, [portion.seq for portion in charge.portions])
    return list(zip(charge.portions, parts, strict=True))


def cut(line: SettledLine, excess: int, basis: Basis) -> tuple[SettledLine, SettledLine]:
    """Take an excess (net or gross) off a line, VAT in proportion and half-up; give what is kept and what is cut."""
    whole = line.amount(basis)
    vat = half_up(Fraction(line.vat * excess, whole)) if whole else 0
    net = excess if basis is Basis.NET else excess - vat
    return replace(line, net=line.net - net, vat=line.vat - vat), replace(line, net=net, vat=vat, quanta=0)


def negated(lines: Iterable[SettledLine]) -> list[SettledLine]:
    """Compensate settled lines: the same lines with every amount and quantity negated; nothing is edited."""
    return [replace(line, net=-line.net, vat=-line.vat, quanta=-line.quanta) for line in lines]
