"""From a membership to the facts it announces."""

from datetime import datetime
from typing import Any, TypeVar

from sqlalchemy import Row

from partage_contracts.members import MembershipJoined, MembershipLeft, MembershipRequested
from partage_members.memberships.models import Membership

F = TypeVar("F", MembershipRequested, MembershipJoined, MembershipLeft)


def requested(membership: Membership, at: datetime) -> MembershipRequested:
    """A member asked to join."""
    return _fact(MembershipRequested, membership, at)


def joined(membership: Membership, at: datetime) -> MembershipJoined:
    """A member belongs to a filière."""
    return _fact(MembershipJoined, membership, at)


def left(membership: Membership | Row[Any], at: datetime) -> MembershipLeft:
    """A member no longer belongs to a filière."""
    return _fact(MembershipLeft, membership, at)


def _fact(fact: type[F], membership: Membership | Row[Any], at: datetime) -> F:
    return fact(
        office=membership.office,
        subject=membership.id,
        sequence=membership.version,
        member_id=membership.member_id,
        filiere_id=membership.filiere_id,
        kind=membership.kind,
        at=at,
    )
