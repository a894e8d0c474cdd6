"""The fact that a member was erased, as the members service announces it, and what is left of her afterwards."""

from datetime import UTC, date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import LargeBinary, Text, cast, func, select

from partage_contracts.members import ProfileErased
from partage_kit.due_work import DueWork
from partage_kit.types import new_id
from support.house import BRUSSELS, House
from support.streams import listening
from support.waiting import eventually

STAYS = {("erased_members", "member_id"), ("outbox", "envelope"), ("inbox", "event_id")}
"""Where her id may be left: on her tombstone, and in the fact by which everybody forgets her."""


async def heard(house: House, member_id: UUID) -> None:
    """The service has heard that she is erased, and has done what is due."""
    fact = ProfileErased(office=BRUSSELS, subject=member_id, sequence=9, erasure_id=new_id(), due_on=date(2199, 1, 1))
    erased = house.service.database.tables.metadata.tables["erased_members"]

    async def is_known() -> bool:
        async with house.service.database.reading() as session:
            return (await session.execute(select(erased).where(erased.c.member_id == member_id))).first() is not None

    async with listening(house, "members") as streams:
        await streams.announce(fact, datetime.now(UTC) + house.service.database.clock.offset)
        await eventually(is_known)
    await do_what_is_due(house)


async def do_what_is_due(house: House) -> None:
    """Do the service's work of forgetting."""
    for work in house.service.workers:
        if isinstance(work, DueWork) and work.forgets:
            await work.do_what_is_due(house.service.database)


async def places_of(house: House, text: str) -> dict[tuple[str, str], int]:
    """In how many rows of which columns a text or an id is found."""
    found: dict[tuple[str, str], int] = {}
    is_sqlite = house.service.database.dialect == "sqlite"
    async with house.service.database.reading() as session:
        for table in house.service.database.tables.metadata.sorted_tables:
            for column in table.columns:
                written: Any = cast(column, Text)
                if isinstance(column.type, LargeBinary) and not is_sqlite:
                    written = func.encode(column, "escape")
                # SQLite keeps ids without their dashes
                wanted = [text, text.replace("-", "")] if is_sqlite else [text]
                for one in dict.fromkeys(wanted):
                    counting = select(func.count()).select_from(table).where(written.contains(one))
                    count = (await session.execute(counting)).scalar_one()
                    if count:
                        found[table.name, column.name] = found.get((table.name, column.name), 0) + count
    return found
