"""What this service takes in of the members service."""

from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.members import (
    FiliereProposed,
    FiliereStage,
    FiliereStageChanged,
    MembershipJoined,
    MembershipLeft,
    ProfileRegistered,
    ProfileUpdated,
)
from partage_kit.consumers import Consumers, keep_newest
from partage_procurement.known.models import KnownFiliere, KnownMember, KnownMembership

consumers = Consumers()


@consumers.on(ProfileRegistered, ProfileUpdated)
async def remember_member(session: AsyncSession, event: ProfileRegistered | ProfileUpdated) -> None:
    """Keep where a member works and in what, newest version only."""
    place = event.place
    state = {
        "office": event.office,
        "country": place and place.country,
        "nuts": place and place.nuts,
        "postal_code": place and place.postal_code,
        "trades": list(event.trades),
        "sectors": list(event.sectors),
    }
    keep_newest(session, KnownMember, {"id": event.subject}, event.sequence, state)


@consumers.on(FiliereProposed, FiliereStageChanged)
async def remember_filiere(session: AsyncSession, event: FiliereProposed | FiliereStageChanged) -> None:
    """Keep what a filière is and the stage it has reached, newest version only."""
    stage = event.stage if isinstance(event, FiliereStageChanged) else FiliereStage.PROPOSED
    state = {"office": event.office, "kind": event.kind, "stage": stage}
    keep_newest(session, KnownFiliere, {"id": event.subject}, event.sequence, state)


@consumers.on(MembershipJoined, MembershipLeft)
async def remember_membership(session: AsyncSession, event: MembershipJoined | MembershipLeft) -> None:
    """Keep who belongs to which filière, newest version only."""
    state = {
        "office": event.office,
        "member_id": event.member_id,
        "filiere_id": event.filiere_id,
        "active": isinstance(event, MembershipJoined),
    }
    keep_newest(session, KnownMembership, {"id": event.subject}, event.sequence, state)
