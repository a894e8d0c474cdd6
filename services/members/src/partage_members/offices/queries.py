"""Named reads of office settings."""

from sqlalchemy import bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.db import Readable
from partage_kit.tables import table_of
from partage_members.offices.models import OfficeSettings
from partage_members.offices.schemas import DEFAULT_MEMBERSHIP_LIMIT, OfficeView

settings = table_of(OfficeSettings)

_ONE = select(settings.c.office, settings.c.membership_limit, settings.c.version).where(
    settings.c.office == bindparam("office")
)


async def office_settings(session: Readable, office: str) -> OfficeView:
    """The settings of an office; the defaults, as version 0, when it has changed none."""
    row = (await session.execute(_ONE, {"office": office})).first()
    if row is None:
        return OfficeView(office=office, membership_limit=DEFAULT_MEMBERSHIP_LIMIT, version=0)
    return OfficeView.model_validate(row)


async def settings_for_update(session: AsyncSession, office: str) -> OfficeSettings | None:
    """The settings an office has written, locked until the transaction ends."""
    statement = select(OfficeSettings).where(col(OfficeSettings.office) == office).with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


async def membership_limit(session: Readable, office: str) -> int:
    """How many filières, circles aside, a member of this office may belong to at once (1 to 5)."""
    return (await office_settings(session, office)).membership_limit
