"""The HTTP door of the directory; open to everybody, who see what members show to them."""

from uuid import UUID

from fastapi import Response

from partage_kit.auth import Visitor
from partage_kit.db import ReadSession
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_members.directory import queries
from partage_members.directory.errors import MemberNotFound
from partage_members.profiles.schemas import VisibleProfile

router = Router(prefix="/directory", tags=["directory"])


@router.get("/members/{member_id}", responses=problems(MemberNotFound))
async def read_member(member_id: UUID, visitor: Visitor, session: ReadSession, response: Response) -> VisibleProfile:
    """A member as you see her: without a token or from another office what she shows to everybody."""
    response.headers["Vary"] = "Authorization"
    return await queries.visible_member(session, visitor, member_id)
