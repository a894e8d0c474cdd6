"""Who may post opportunities, and on whose behalf; who may report them, and who moderates them."""

from collections.abc import Iterable
from typing import Annotated
from uuid import UUID

from fastapi import Depends

from partage_contracts.members import PosterKind
from partage_kit.auth import Allow, Caller, Role
from partage_members.audiences.viewers import COLLEAGUES
from partage_members.filieres.callers import animates, is_staff
from partage_members.filieres.errors import NotTheirFacilitator

Posting = Annotated[Caller, Depends(Allow(Role.MEMBER, Role.STAFF, Role.OFFICE_ADMIN, Role.PARTNER, Role.CLIENT))]
"""Members, the structure, its partners and its clients."""

Reporting = Annotated[Caller, Depends(Allow(*COLLEAGUES, Role.PARTNER, Role.CLIENT))]
"""All who read opportunities with a token of the office."""


def poster_kind(caller: Caller) -> PosterKind:
    """On whose behalf a caller posts: staff for the structure, whatever else their token says."""
    if is_staff(caller):
        return PosterKind.STRUCTURE
    if caller.has(Role.MEMBER):
        return PosterKind.MEMBER
    return PosterKind.PARTNER if caller.has(Role.PARTNER) else PosterKind.CLIENT


def require_moderator(caller: Caller, filieres: Iterable[str]) -> None:
    """Refuse who is neither of the staff nor facilitates one of the filières that an opportunity is for.

    Raises:
        NotTheirFacilitator
    """
    if not is_staff(caller) and not any(animates(caller, UUID(one)) for one in filieres):
        raise NotTheirFacilitator()
