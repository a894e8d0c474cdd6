"""Whether somebody may know of an office: only by what everybody sees, so that whoever hides tells nothing by it."""

from collections.abc import Collection

from sqlalchemy import exists, or_, select, union

from partage_kit.auth import Caller
from partage_kit.db import Readable
from partage_members.directory.errors import OfficeNotFound
from partage_members.notices.queries import notices
from partage_members.offices.queries import settings
from partage_members.profiles.publishing import public_profiles
from partage_members.profiles.queries import profiles

_PUBLISHED = notices.c.published_at.is_not(None)


async def require_office(session: Readable, caller: Caller | None, office: str) -> None:
    """Refuse an office that nobody has heard of; it is asked where there is nothing of it to show.

    Known are the caller's own, and those that have settings, a published notice or a member whom everybody sees.

    Raises:
        OfficeNotFound
    """
    if caller is not None and caller.office == office:
        return
    if not await is_public(session, office):
        raise OfficeNotFound()


async def is_public(session: Readable, office: str) -> bool:
    """Whether everybody may know of an office, in one statement."""
    signs = (
        exists().where(public_profiles.c.office == office),
        exists().where(settings.c.office == office),
        exists().where(notices.c.office == office, _PUBLISHED),
    )
    return bool((await session.execute(select(or_(*signs)))).scalar_one())


async def all_offices(session: Readable) -> Collection[str]:
    """The offices that have settings, a published notice or a member, who hides too: for the operator alone."""
    of = profiles.c.office, settings.c.office, notices.c.office
    statement = union(select(of[0]), select(of[1]), select(of[2]).where(_PUBLISHED))
    return list((await session.execute(statement)).scalars())
