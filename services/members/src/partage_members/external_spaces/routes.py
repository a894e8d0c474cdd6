"""The HTTP door of external spaces; what is public is open to everybody."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query

from partage_kit.auth import Visitor
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import PreconditionRequired, Stale
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch
from partage_members.caching import for_this_caller
from partage_members.external_spaces import commands, queries
from partage_members.external_spaces.errors import AudienceNeedsFiliere, ExternalSpaceExists, ExternalSpaceNotFound
from partage_members.external_spaces.schemas import (
    ChangeExternalSpace,
    ExternalSpaceView,
    ListExternalSpace,
    SpaceFilter,
)
from partage_members.external_spaces.views import view
from partage_members.filieres.callers import Facilitating
from partage_members.filieres.errors import FiliereIsClosed, FiliereNotFound, NotTheirFacilitator
from partage_members.memberships.errors import ProfileNeeded

router = Router(prefix="/external-spaces", tags=["external-spaces"], dependencies=[Depends(for_this_caller)])

WRITING = (NotTheirFacilitator, ProfileNeeded, AudienceNeedsFiliere, ExternalSpaceExists)
CHANGING = (ExternalSpaceNotFound, Stale, PreconditionRequired)


@router.get("")
async def list_external_spaces(
    visitor: Visitor,
    wanted: Annotated[SpaceFilter, Query()],
    paging: Paging,
    session: ReadSession,
) -> Page[ExternalSpaceView]:
    """The tools of an office and its filières that you may see, by name; without a token those for everybody."""
    rows, following = await queries.list_spaces(session, visitor, wanted, paging)
    return Page(items=[view(row) for row in rows], next=following)


@router.post("", status_code=201, responses=problems(FiliereNotFound, FiliereIsClosed, *WRITING))
async def list_external_space(
    new: ListExternalSpace, caller: Facilitating, session: WriteSession, tag: ETag
) -> ExternalSpaceView:
    """List a tool of a filière that you tend, or, as staff, of the office."""
    space = await commands.list_space(session, caller, new.model_dump())
    return tag(view(await queries.visible_space(session, caller, space.id)))


@router.get("/{space_id}", responses=problems(ExternalSpaceNotFound))
async def read_external_space(space_id: UUID, visitor: Visitor, session: ReadSession, tag: ETag) -> ExternalSpaceView:
    """A tool that you may see."""
    return tag(view(await queries.visible_space(session, visitor, space_id)))


@router.patch("/{space_id}", responses=problems(*CHANGING, *WRITING))
async def change_external_space(
    space_id: UUID,
    changes: ChangeExternalSpace,
    caller: Facilitating,
    expected: IfMatch,
    session: WriteSession,
    tag: ETag,
) -> ExternalSpaceView:
    """Change what is told of a tool; what you leave out stays."""
    await commands.change_space(session, caller, space_id, expected, changes.given())
    return tag(view(await queries.visible_space(session, caller, space_id)))


@router.delete("/{space_id}", status_code=204, responses=problems(*CHANGING, NotTheirFacilitator))
async def remove_external_space(space_id: UUID, caller: Facilitating, expected: IfMatch, session: WriteSession) -> None:
    """Take a tool off the list; the tool itself is not touched."""
    await commands.remove_space(session, caller, space_id, expected)
