"""Named reads of what is known of members and filières."""

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import bindparam, select

from partage_contracts.members import FiliereStage
from partage_kit.db import Readable
from partage_kit.tables import table_of
from partage_procurement.known.models import KnownFiliere, KnownMember, KnownMembership

members = table_of(KnownMember)
filieres = table_of(KnownFiliere)
memberships = table_of(KnownMembership)

_NUTS = select(members.c.nuts).where(members.c.id == bindparam("member"))
_MEMBERSHIPS = select(memberships.c.filiere_id, memberships.c.active).where(
    memberships.c.member_id == bindparam("member")
)


@dataclass(frozen=True, slots=True)
class Belonging:
    """What decides which offers and orders are for a member: her filières, and the region (NUTS) she works in."""

    filieres: frozenset[UUID]
    nuts: str | None


async def belonging_of(session: Readable, member_id: UUID, claimed: Belonging) -> Belonging:
    """What is known of a member; what her token claims where nothing is known of her."""
    found = (await session.execute(_NUTS, {"member": member_id})).first()
    ways = (await session.execute(_MEMBERSHIPS, {"member": member_id})).all()
    if found is None and not ways:
        return claimed
    joined = frozenset(way.filiere_id for way in ways if way.active)
    return Belonging(joined, (found and found.nuts) or claimed.nuts)


async def ended_filieres(session: Readable, ids: Iterable[UUID]) -> list[UUID]:
    """Those of the filières that are known to be rejected or closed; one that is not known may still exist."""
    ended = select(filieres.c.id).where(
        filieres.c.id.in_(list(ids)), filieres.c.stage.in_([FiliereStage.REJECTED, FiliereStage.CLOSED])
    )
    return list((await session.execute(ended)).scalars())
