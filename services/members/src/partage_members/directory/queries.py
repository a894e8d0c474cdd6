"""Named reads of members as a caller sees them."""

from uuid import UUID

from partage_kit.auth import Caller
from partage_kit.db import Readable
from partage_members.audiences.circles import circles_of
from partage_members.audiences.viewers import viewer_of
from partage_members.directory.errors import MemberNotFound
from partage_members.profiles.queries import find_profile
from partage_members.profiles.schemas import VisibleProfile
from partage_members.profiles.views import seen


async def visible_member(session: Readable, caller: Caller | None, member_id: UUID) -> VisibleProfile:
    """A member of any office as the caller sees her.

    Raises:
        MemberNotFound
    """
    row = await find_profile(session, member_id)
    if row is None:
        raise MemberNotFound()
    view = seen(row, await circles_of(session, member_id), await viewer_of(session, caller, row.office))
    if view is None:
        raise MemberNotFound()
    return view
