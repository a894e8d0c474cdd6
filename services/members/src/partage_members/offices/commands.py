"""Change what an office decides for its members, and what it is called."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.changes import write_changes
from partage_kit.errors import Stale
from partage_kit.http.tags import require_version
from partage_members.offices import queries
from partage_members.offices.models import OfficeSettings


async def change_office(
    session: AsyncSession, office: str, expected: int, changes: Mapping[str, Any]
) -> OfficeSettings:
    """Change settings of an office; who belongs to more filières than a new limit already keeps them all.

    Raises:
        Stale
    """
    settings = await queries.settings_for_update(session, office)
    if settings is None:
        settings = _first_settings(session, office, expected)
    else:
        require_version(settings, expected)
    write_changes(settings, changes)
    await session.flush()
    return settings


def _first_settings(session: AsyncSession, office: str, expected: int) -> OfficeSettings:
    if expected != 0:
        raise Stale(f"the current version is 0, the change was made from {expected}")
    settings = OfficeSettings(office=office)
    session.add(settings)
    return settings
