"""From a caller to a viewer: which scopes the person behind a token sees in an office."""

from partage_kit.auth import Caller, Role
from partage_kit.db import Readable
from partage_members.audiences.circles import circles_of
from partage_members.audiences.policy import ANYBODY, Viewer, member, partner

COLLEAGUES = (
    Role.MEMBER,
    Role.FACILITATOR,
    Role.BUYER,
    Role.ETHICS_COMMITTEE,
    Role.EVALUATOR,
    Role.STAFF,
    Role.OFFICE_ADMIN,
)
"""Who sees what members show to members: the members themselves and those who work for the office."""


async def viewer_of(session: Readable, caller: Caller | None, office: str) -> Viewer:
    """Whom the caller is in the eyes of the members of an office.

    Circles are those that the member belongs to here; what a token claims about filières opens nothing.
    """
    if caller is None or caller.office != office:
        return ANYBODY
    if any(caller.has(role) for role in COLLEAGUES):
        is_member = caller.member_id is not None and caller.has(Role.MEMBER)
        return member(await circles_of(session, caller.member) if is_member else ())
    return partner() if caller.has(Role.PARTNER) else ANYBODY
