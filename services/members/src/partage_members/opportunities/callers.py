"""Who may post opportunities, and on whose behalf."""

from typing import Annotated

from fastapi import Depends

from partage_contracts.members import PosterKind
from partage_kit.auth import Allow, Caller, Role
from partage_members.filieres.callers import is_staff

Posting = Annotated[Caller, Depends(Allow(Role.MEMBER, Role.STAFF, Role.OFFICE_ADMIN, Role.PARTNER, Role.CLIENT))]
"""Members, the structure, its partners and its clients."""


def poster_kind(caller: Caller) -> PosterKind:
    """On whose behalf a caller posts: staff for the structure, whatever else their token says."""
    if is_staff(caller):
        return PosterKind.STRUCTURE
    if caller.has(Role.MEMBER):
        return PosterKind.MEMBER
    return PosterKind.PARTNER if caller.has(Role.PARTNER) else PosterKind.CLIENT
