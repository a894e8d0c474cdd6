"""List external spaces, change them, and take them off the list."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller
from partage_kit.changes import write_changes
from partage_kit.clock import clock
from partage_kit.http.tags import require_version
from partage_members.external_spaces import queries
from partage_members.external_spaces.models import ExternalSpace
from partage_members.filieres.callers import animates, is_staff
from partage_members.filieres.errors import NotTheirFacilitator
from partage_members.filieres.queries import filiere_as_it_stays
from partage_members.memberships.errors import ProfileNeeded
from partage_members.memberships.queries import known_to
from partage_members.profiles.queries import has_profile


async def list_space(session: AsyncSession, caller: Caller, fields: Mapping[str, Any]) -> ExternalSpace:
    """Put a tool on the list of a filière that the caller tends, or as staff on that of the office.

    Raises:
        FiliereNotFound, FiliereIsClosed, NotTheirFacilitator, ProfileNeeded, AudienceNeedsFiliere, ExternalSpaceExists
    """
    if fields["filiere_id"] is not None:
        (await filiere_as_it_stays(session, caller.office, fields["filiere_id"])).require_open()
    _require_tended(caller, fields["filiere_id"])
    await _require_member(session, caller, fields["filiere_id"], fields["maintainer_id"])
    now = await clock(session)
    space = ExternalSpace(office=caller.office, sort_name="", updated_at=now, **fields)
    space.describe(now)
    session.add(space)
    await session.flush()
    return space


async def change_space(
    session: AsyncSession, caller: Caller, space_id: UUID, expected: int, changes: Mapping[str, Any]
) -> None:
    """Change what is told of a tool.

    Raises:
        ExternalSpaceNotFound, NotTheirFacilitator, Stale, ProfileNeeded, AudienceNeedsFiliere, ExternalSpaceExists
    """
    space = await queries.space_for_update(session, caller, space_id)
    _require_tended(caller, space.filiere_id)
    require_version(space, expected)
    await _require_member(session, caller, space.filiere_id, changes.get("maintainer_id"))
    if write_changes(space, changes):
        space.describe(await clock(session))
        await session.flush()


async def remove_space(session: AsyncSession, caller: Caller, space_id: UUID, expected: int) -> None:
    """Take a tool off the list.

    Raises:
        ExternalSpaceNotFound, NotTheirFacilitator, Stale
    """
    space = await queries.space_for_update(session, caller, space_id)
    _require_tended(caller, space.filiere_id)
    require_version(space, expected)
    await session.delete(space)
    await session.flush()


def _require_tended(caller: Caller, filiere_id: UUID | None) -> None:
    if not (is_staff(caller) if filiere_id is None else animates(caller, filiere_id)):
        raise NotTheirFacilitator()


async def _require_member(
    session: AsyncSession, caller: Caller, filiere_id: UUID | None, member_id: UUID | None
) -> None:
    """Who looks after it is a member whom the caller sees; one who hides is as if she were not there."""
    if member_id is None:
        return
    if not await has_profile(session, caller.office, member_id, await known_to(session, caller, filiere_id)):
        raise ProfileNeeded("the member who looks after it has no profile in this office")
