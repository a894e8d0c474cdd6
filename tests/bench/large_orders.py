"""The orders that `pooled_order` measures: thousands of commitments, made for a hundred rounds of removal."""

import random
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.procurement import PartyKind, PooledOrderKind, PriceBasis, SupplierKind
from partage_kit.types import new_id
from partage_procurement.pooled_orders.kernels.boxes import BoxRule
from partage_procurement.pooled_orders.kernels.increments import CommittedLine
from partage_procurement.pooled_orders.kernels.money import Basis
from partage_procurement.pooled_orders.kernels.quanta import Quantum
from partage_procurement.pooled_orders.kernels.terms import (
    AllocationMode,
    Article,
    LogisticsSchedule,
    OrderTerms,
    SharingMode,
)
from partage_procurement.pooled_orders.kernels.tiers import Tier, TierTable
from partage_procurement.pooled_orders.models.articles import OrderArticle
from partage_procurement.pooled_orders.models.commitments import Commitment, commitment_events
from partage_procurement.pooled_orders.models.offices import order_offices
from partage_procurement.pooled_orders.models.orders import PooledOrder
from partage_procurement.pooled_orders.schemas.states import Decided
from partage_procurement.pooled_orders.schemas.values import MOST_QUANTA
from partage_procurement.suppliers.models import Supplier

OFFICE = "brussels"
COMMITMENTS, LINES, REMOVAL_ROUNDS = 10_000, 20, 100
PRICE, REFERENCE = 100_000, 150_000
FIRST_SHARE = 10_000
"""What a unit (in `equal`: a line) bears in the first round, in minor units; each round raises it by 1 %."""

Order = tuple[OrderTerms, list[CommittedLine]]


def articles(commitments: int) -> tuple[Article, ...]:
    """Make articles in boxes of six with five tiers, of which large orders meet the last."""
    prices = enumerate(range(PRICE + 4_000, PRICE - 1, -1_000))
    tiers = TierTable(tuple(Tier(1 + step * commitments // 10, price) for step, price in prices))
    quantum, box = Quantum(Decimal(1), "piece"), BoxRule(6)
    return tuple(
        Article(str(UUID(int=number)), quantum, box, tiers, REFERENCE, Basis.NET, 2_100, 500)
        for number in range(1, 1 + LINES)
    )


def order(commitments: int, sharing: SharingMode, allocation: AllocationMode) -> Order:
    """Make an order in which each round of removal raises the shares just over the next ceilings."""
    chance = random.Random(20)
    made = articles(commitments)
    firm = {(party, article.id): chance.randint(1, 12) for party in range(commitments) for article in made}
    total = sum(firm.values()) if sharing is not SharingMode.EQUAL else commitments * LINES
    logistics = FIRST_SHARE * total
    lines, left, step = [], total, 0
    for party in range(commitments):
        # A party's lines have ceilings that the shares of its step pass; half of all parties never leave.
        while step < REMOVAL_ROUNDS and 100 * logistics > left * FIRST_SHARE * (101 + step):
            step += 1
        for place, article in enumerate(made):
            units, tolerance = firm[party, article.id], chance.randint(0, 3)
            bearable = FIRST_SHARE * (100 + step) // 100 - 1
            room = bearable // units if sharing is SharingMode.EQUAL else bearable
            ceiling = REFERENCE if step == REMOVAL_ROUNDS else PRICE + room
            seq = 1 + party * LINES + place
            lines.append(CommittedLine(_party(party), article.id, seq, units, tolerance, ceiling))
            left -= 1 if sharing is SharingMode.EQUAL else units
    schedule = LogisticsSchedule.constant(logistics, Basis.NET, 2_100)
    return OrderTerms(made, Basis.NET, schedule, sharing, allocation), lines


def _party(number: int) -> str:
    return f"{PartyKind.MEMBER}:{UUID(int=number)}"


async def store(session: AsyncSession, terms: OrderTerms, lines: list[CommittedLine]) -> UUID:
    """Write an order down as if its members had joined it and its lock had just passed."""
    now = datetime.now(UTC)
    supplier = Supplier(
        office=OFFICE,
        name="Fictive",
        sort_name="fictive",
        kind=SupplierKind.VENDOR,
        country="BE",
        suggested_by="bench",
        created_at=now,
        updated_at=now,
    )
    session.add(supplier)
    await session.flush()
    order = PooledOrder(
        office=OFFICE,
        title={"fr": "Essai", "nl": "Proef", "en": "Trial"},
        kind=PooledOrderKind.MEMBERS,
        supplier_id=supplier.id,
        currency="EUR",
        basis=PriceBasis.NET,
        sharing=terms.sharing,
        allocation=terms.allocation,
        logistics={
            "steps": [{"bound": step.bound, "amount": step.amount} for step in terms.logistics.steps],
            "vat_rate": terms.logistics.vat_rate,
            "work": 0,
            "handling_hours": "0",
            "administration_hours": "0",
            "hourly_cost": None,
        },
        decided=Decided.OPENED,
        opens_at=now - timedelta(days=2),
        opened_at=now - timedelta(days=2),
        locks_at=now,
        extension_days=0,
        last_seq=len(lines),
        members_count=len(lines) // LINES,
        lines_count=len(lines),
        created_at=now,
        updated_at=now,
    )
    session.add(order)
    await session.flush()
    stored = {article.id: _stored(order.id, article, place) for place, article in enumerate(terms.articles)}
    session.add_all(stored.values())
    await session.flush()
    office = {"order_id": order.id, "office": OFFICE, "consented_at": now, "consented_by": "bench"}
    await session.execute(insert(order_offices), office)
    parties = dict.fromkeys(line.party for line in lines)
    await session.execute(insert(Commitment), [_commitment(order.id, party, now) for party in parties])
    ids = {article: one.id for article, one in stored.items()}
    events = [_event(line) | {"order_id": order.id, "article_id": ids[line.article], "at": now} for line in lines]
    await session.execute(insert(commitment_events), events)
    return order.id


def _stored(order_id: UUID, article: Article, place: int) -> OrderArticle:
    return OrderArticle(
        office=OFFICE,
        order_id=order_id,
        position=place,
        name={"fr": "Article", "nl": "Artikel", "en": "Article"},
        category="30197600",
        unit=article.quantum.unit,
        quantum=str(article.quantum.size),
        box_size=article.box.size,
        minimum=article.box.minimum,
        tiers=[{"bound": tier.bound, "price": int(tier.price)} for tier in article.tiers.tiers],
        reference=int(article.reference),
        reference_on=date(2026, 3, 2),
        reference_evidence="Price list",
        vat_rate=article.vat_rate,
        weight=int(article.weight),
        most=MOST_QUANTA,
    )


def _commitment(order_id: UUID, party: str, now: datetime) -> dict[str, Any]:
    return {
        "id": new_id(),
        "office": OFFICE,
        "order_id": order_id,
        "party": party,
        "party_kind": PartyKind.MEMBER,
        "member_id": UUID(party.partition(":")[2]),
        "lines": LINES,
        "joined_at": now,
        "changed_at": now,
    }


def _event(line: CommittedLine) -> dict[str, Any]:
    return {
        "seq": line.seq,
        "party": line.party,
        "firm": line.firm,
        "tolerance": line.tolerance,
        "ceiling": line.ceiling,
    }
