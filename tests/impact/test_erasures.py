"""A member whom the members service has erased is a pseudonym in what is counted, and comes back with no late event."""

from datetime import UTC, date, datetime

from sqlalchemy import func, select

from partage_contracts.members import ProfileRegistered, Stage
from support.forgetting import STAYS, heard, places_of
from support.house import BRUSSELS, House, member_number
from support.streams import listening
from support.waiting import eventually

FIRST, OTHER = member_number(1), member_number(2)


def _registered(number: int, sequence: int = 1) -> ProfileRegistered:
    return ProfileRegistered(
        office=BRUSSELS,
        subject=member_number(number),
        sequence=sequence,
        place=None,
        trades=(),
        sectors=(),
        languages=("fr",),
        stage=Stage.STARTING,
        joined_on=date(2026, 3, 1),
    )


async def _counted(house: House) -> int:
    facts = house.service.database.tables.metadata.tables["facts"]
    async with house.service.database.reading() as session:
        count: int = (await session.execute(select(func.count(facts.c.person.distinct())))).scalar_one()
        return count


async def test_what_is_counted_stays_and_names_her_no_more(house: House) -> None:
    async with listening(house, "members") as streams:
        await streams.announce(_registered(1), datetime.now(UTC))
        await eventually(lambda: _counted(house), lambda count: count == 1)
    await heard(house, FIRST)
    assert set(await places_of(house, str(FIRST))) <= STAYS
    assert await _counted(house) == 1
    async with listening(house, "members") as streams:
        await streams.announce(_registered(1, sequence=2), datetime.now(UTC))
        await streams.announce(_registered(2), datetime.now(UTC))
        await eventually(lambda: _counted(house), lambda count: count == 2)
    assert set(await places_of(house, str(FIRST))) <= STAYS, "a late event of hers is passed over"
    assert set(await places_of(house, str(OTHER))) - STAYS
