"""Facts from the events of the other services."""

from datetime import timedelta

from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.members import MembershipJoined, ProfileRegistered
from partage_contracts.procurement import (
    OfferRedeemed,
    PooledOrderSettled,
    SupplierDelisted,
    SupplierReferenced,
    SupplierStandingChanged,
)
from partage_impact.facts import mapping
from partage_impact.facts.catalogue import types_of
from partage_impact.facts.commands import complete_until, keep_facts
from partage_impact.facts.mapping import NewFact
from partage_kit.consumers import Consumers, announced_at
from partage_kit.types import Fact, day_of

consumers = Consumers()


@consumers.on(ProfileRegistered)
async def count_registration(session: AsyncSession, event: ProfileRegistered) -> None:
    """A registered profile is a new member."""
    await _keep(session, event, mapping.member_registered(event))


@consumers.on(MembershipJoined)
async def count_membership(session: AsyncSession, event: MembershipJoined) -> None:
    """A member entered a filière."""
    await _keep(session, event, mapping.membership_joined(event))


@consumers.on(PooledOrderSettled)
async def count_settlement(session: AsyncSession, event: PooledOrderSettled) -> None:
    """A pooled order was settled, or its settlement corrected."""
    await _keep(session, event, mapping.pooled_order_settled(event))


@consumers.on(OfferRedeemed)
async def count_redemption(session: AsyncSession, event: OfferRedeemed) -> None:
    """A member used an offer."""
    await _keep(session, event, mapping.offer_redeemed(event))


@consumers.on(SupplierReferenced, SupplierStandingChanged, SupplierDelisted)
async def count_standing(
    session: AsyncSession, event: SupplierReferenced | SupplierStandingChanged | SupplierDelisted
) -> None:
    """A supplier stands in another way to the office."""
    await _keep(session, event, mapping.supplier_standing_changed(event, announced_at(session)))


async def _keep(session: AsyncSession, event: Fact, fact: NewFact) -> None:
    """Keep a fact; its announcement also says that nothing older is under way from that service.

    Events leave a service in order, so all of the day before have come; the day itself is still running.
    """
    await keep_facts(session, event.office, [fact])
    day_before = day_of(announced_at(session)) - timedelta(days=1)
    complete_until(session, event.office, [one.code for one in types_of(event.service)], day_before, event.service)
