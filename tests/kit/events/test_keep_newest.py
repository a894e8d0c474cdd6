"""State projections end with the newest version, in whatever order and however often its events come."""

from collections.abc import Sequence

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import delete, select

from partage_kit.consumers import keep_newest
from partage_kit.db import Database
from partage_kit.tables import table_of
from support.parcels import SHOPKEEPER, KnownParcel, parcel
from support.seen import known

Arrival = tuple[int, int]
"""(number of the parcel, version): the state says which version it was."""

batches = st.lists(st.lists(st.tuples(st.integers(0, 2), st.integers(1, 5)), max_size=6), max_size=5)


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(batches)
async def test_the_newest_version_stays(desk: Database, arrivals: Sequence[Sequence[Arrival]]) -> None:
    async with desk.writing(SHOPKEEPER) as session:
        await session.execute(delete(table_of(KnownParcel)))
    for batch in arrivals:
        async with desk.writing(SHOPKEEPER) as session:
            for number, version in batch:
                state = {"office": "brussels", "state": f"v{version}", "weight": version}
                keep_newest(session, KnownParcel, {"id": parcel(number)}, version, state)
    newest: dict[int, int] = {}
    for number, version in (arrival for batch in arrivals for arrival in batch):
        newest[number] = max(version, newest.get(number, 0))
    assert await known(desk) == {parcel(n): (version, f"v{version}", version) for n, version in newest.items()}


async def test_a_session_reads_what_it_has_kept(desk: Database) -> None:
    async with desk.writing(SHOPKEEPER) as session:
        keep_newest(session, KnownParcel, {"id": parcel(1)}, 1, {"office": "ghent", "state": "sent", "weight": 7})
        weights = (await session.execute(select(table_of(KnownParcel).c.weight))).scalars().all()
        assert weights == [7]
        assert await session.get(KnownParcel, parcel(1)) is not None


async def test_a_rolled_back_state_is_not_kept(desk: Database) -> None:
    try:
        async with desk.writing(SHOPKEEPER) as session:
            keep_newest(session, KnownParcel, {"id": parcel(1)}, 1, {"office": "ghent", "state": "sent", "weight": 7})
            raise LookupError
    except LookupError:
        assert await known(desk) == {}
