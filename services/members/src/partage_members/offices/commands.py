"""Change what an office decides for its members."""

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.errors import Stale
from partage_kit.http.tags import require_version
from partage_members.offices import queries
from partage_members.offices.models import OfficeSettings


async def change_office(session: AsyncSession, office: str, expected: int, membership_limit: int) -> OfficeSettings:
    """Set the membership limit (1 to 5); who belongs to more filières already keeps them all.

    Raises:
        Stale
    """
    settings = await queries.settings_for_update(session, office)
    if settings is None:
        settings = _first_settings(session, office, expected)
    else:
        require_version(settings, expected)
    settings.membership_limit = membership_limit
    await session.flush()
    return settings


def _first_settings(session: AsyncSession, office: str, expected: int) -> OfficeSettings:
    if expected != 0:
        raise Stale(f"the current version is 0, the change was made from {expected}")
    settings = OfficeSettings(office=office)
    session.add(settings)
    return settings
