"""The HTTP door of the directory; open to everybody, who see what members show to them."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Query
from pydantic import StringConstraints

from partage_kit.auth import Visitor
from partage_kit.db import ReadSession
from partage_kit.http.languages import ReaderLanguages
from partage_kit.http.pages import Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.types import OfficeCode
from partage_members.caching import for_this_caller
from partage_members.classifications.errors import UnknownCode
from partage_members.directory import queries
from partage_members.directory.completing import complete
from partage_members.directory.errors import MemberNotFound, OfficeNotFound
from partage_members.directory.schemas import Completions, DirectoryPage, DirectoryQuery
from partage_members.profiles.schemas import VisibleProfile

router = Router(prefix="/directory", tags=["directory"], dependencies=[Depends(for_this_caller)])


@router.get("", responses=problems(OfficeNotFound, UnknownCode))
async def find_members(
    visitor: Visitor, wanted: Annotated[DirectoryQuery, Query()], paging: Paging, session: ReadSession
) -> DirectoryPage:
    """Find members by words in any language and by codes, among what they show to you (recommendation 3).

    Best matches first: all words as you wrote them, then as beginnings of words, then with typing errors forgiven (one
    from five letters, two from nine); within each, who came last first. A name in French finds who wrote it in Dutch,
    as trades, sectors and places are found by what they are called in every language. `near` takes only those who show
    a place within `within_km`, and `sort=distance` begins with the nearest.
    """
    return await queries.find_members(session, visitor, wanted, paging)


@router.get("/completions")
async def complete_words(
    visitor: Visitor,
    session: ReadSession,
    wanted: ReaderLanguages,
    query: Annotated[str, StringConstraints(max_length=200), Query(description="what somebody has typed so far")],
    office: Annotated[OfficeCode | None, Query(description="whose members; your own office with a token")] = None,
) -> Completions:
    """How the last word may go on while somebody types, among the words of what members show to you.

    `suggestions` say what it may be: trades, sectors, skills and filières that somebody shows, by code, those first
    that are called so in your language (`lang`, else Accept-Language); words of skills, places and names by the
    alphabet.
    """
    return await complete(session, visitor, office, query, wanted)


@router.get("/members/{member_id}", responses=problems(MemberNotFound))
async def read_member(member_id: UUID, visitor: Visitor, session: ReadSession) -> VisibleProfile:
    """A member as you see her: without a token or from another office what she shows to everybody."""
    return await queries.visible_member(session, visitor, member_id)
