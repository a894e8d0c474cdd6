"""From a facilitator to the facts she announces."""

from datetime import datetime
from typing import TypeVar

from partage_contracts.members import FacilitatorAppointed, FacilitatorEnded
from partage_members.facilitators.models import Facilitator

F = TypeVar("F", FacilitatorAppointed, FacilitatorEnded)


def appointed(facilitator: Facilitator) -> FacilitatorAppointed:
    """A member facilitates a filière from now on."""
    return _fact(FacilitatorAppointed, facilitator, facilitator.appointed_at)


def ended(facilitator: Facilitator, at: datetime) -> FacilitatorEnded:
    """A member facilitates a filière no longer."""
    return _fact(FacilitatorEnded, facilitator, at)


def _fact(fact: type[F], facilitator: Facilitator, at: datetime) -> F:
    return fact(
        office=facilitator.office,
        subject=facilitator.id,
        sequence=facilitator.version,
        member_id=facilitator.member_id,
        filiere_id=facilitator.filiere_id,
        at=at,
    )
