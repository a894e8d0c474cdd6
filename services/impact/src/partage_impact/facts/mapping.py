"""From an event to the fact it is: pure, and versioned, since replaying the streams rebuilds the same facts."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from partage_contracts.members import MembershipJoined, ProfileRegistered
from partage_contracts.procurement import (
    OfferRedeemed,
    PooledOrderSettled,
    SupplierDelisted,
    SupplierReferenced,
    SupplierStandingChanged,
)
from partage_kit.types import Fact, day_of, start_of

MAPPING = 1


@dataclass(frozen=True, slots=True)
class NewFact:
    """A fact as it is to be kept; without `nuts` it takes the place of its person, once that is known."""

    fact_type: str
    source: str
    reference: str
    occurred_at: datetime
    dimensions: Mapping[str, str]
    measures: Mapping[str, int]
    person: str | None = None
    persons: int | None = None
    nuts: str | None = None
    revision: int = 1

    @property
    def occurred_on(self) -> date:
        """The day where the offices are."""
        return day_of(self.occurred_at)


def member_registered(event: ProfileRegistered) -> NewFact:
    """A person became a member, on the day that her profile says."""
    given = {
        "country": event.place.country if event.place else None,
        "stage": str(event.stage),
        "trade": next(iter(event.trades), None),
        "sector": next(iter(event.sectors), None),
    }
    return NewFact(
        "member_registered",
        event.service,
        _reference(event),
        start_of(event.joined_on),
        _present(given),
        {},
        person=str(event.subject),
        nuts=event.place.nuts if event.place else None,
    )


def membership_joined(event: MembershipJoined) -> NewFact:
    """A member entered a filière."""
    return NewFact(
        "membership_joined",
        event.service,
        _reference(event),
        event.at,
        {"filiere": str(event.filiere_id), "kind": str(event.kind)},
        {},
        person=str(event.member_id),
    )


def offer_redeemed(event: OfferRedeemed) -> NewFact:
    """A member used a negotiated offer."""
    return NewFact(
        "offer_redeemed",
        event.service,
        _reference(event),
        start_of(event.used_on),
        {"category": event.category, "supplier": str(event.supplier_id)},
        {},
        person=str(event.member_id),
    )


def pooled_order_settled(event: PooledOrderSettled) -> NewFact:
    """Members bought together; a correction of the settlement replaces the fact, it is no second order.

    An order for several filières or regions is told of none of them.
    """
    given = {
        "kind": str(event.kind),
        "currency": event.currency,
        "basis": str(event.basis),
        "category": next(iter(event.categories), None),
        "filiere": str(event.filieres[0]) if len(event.filieres) == 1 else None,
    }
    measures = {
        "members": event.members_count,
        "lines": event.lines_count,
        "total": event.total_minor,
        "logistics": event.logistics_minor,
        "saving": event.saving_minor,
    }
    return NewFact(
        "pooled_order_settled",
        event.service,
        f"{event.noun}:{event.subject}",
        event.settled_at,
        _present(given),
        measures,
        persons=event.members_count,
        nuts=event.nuts[0] if len(event.nuts) == 1 else None,
        revision=event.revision_number,
    )


def supplier_standing_changed(
    event: SupplierReferenced | SupplierStandingChanged | SupplierDelisted, announced: datetime
) -> NewFact:
    """The office stands to a supplier in another way."""
    given = {
        "kind": str(event.kind),
        "previous": str(event.previous),
        "standing": str(event.standing),
        "label": event.label,
        "supplier": str(event.subject),
    }
    return NewFact("supplier_standing_changed", event.service, _reference(event), announced, _present(given), {})


def _reference(event: Fact) -> str:
    return f"{event.noun}:{event.subject}:{event.sequence}"


def _present(given: Mapping[str, str | None]) -> dict[str, str]:
    return {name: value for name, value in given.items() if value is not None}
