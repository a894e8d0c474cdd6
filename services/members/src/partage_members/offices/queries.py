"""Named reads of office settings."""

from collections.abc import Collection, Mapping
from typing import Any

from sqlalchemy import Row, bindparam, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.db import Readable
from partage_kit.tables import table_of
from partage_members.offices.models import OfficeSettings
from partage_members.offices.naming import NamedOffice
from partage_members.offices.schemas import DEFAULT_MEMBERSHIP_LIMIT

settings = table_of(OfficeSettings)

_ONE = select(*(settings.c[name] for name in ("office", "membership_limit", "names", "website", "version"))).where(
    settings.c.office == bindparam("office")
)


async def office_settings(session: Readable, office: str) -> Row[Any] | None:
    """The settings that an office has written; None when all are the defaults."""
    return (await session.execute(_ONE, {"office": office})).first()


async def settings_for_update(session: AsyncSession, office: str) -> OfficeSettings | None:
    """The settings an office has written, locked until the transaction ends."""
    statement = select(OfficeSettings).where(col(OfficeSettings.office) == office).with_for_update()
    return (await session.execute(statement)).scalar_one_or_none()


async def membership_limit(session: Readable, office: str) -> int:
    """How many filières, circles aside, a member of this office may belong to at once (1 to 5)."""
    row = await office_settings(session, office)
    return row.membership_limit if row is not None else DEFAULT_MEMBERSHIP_LIMIT


async def named_offices(session: Readable, offices: Collection[str]) -> Mapping[str, NamedOffice]:
    """What some offices are called, in one statement, none for none; also those that have no name."""
    if not offices:
        return {}
    columns = settings.c
    statement = select(columns.office, columns.names, columns.website).where(columns.office.in_(sorted(offices)))
    rows = {row.office: row for row in await session.execute(statement)}
    return {office: _named(office, rows.get(office)) for office in offices}


async def named_office(session: Readable, office: str) -> NamedOffice:
    """What an office is called."""
    return (await named_offices(session, [office]))[office]


def _named(office: str, row: Row[Any] | None) -> NamedOffice:
    return NamedOffice(office) if row is None else NamedOffice(office, row.names or {}, row.website)
