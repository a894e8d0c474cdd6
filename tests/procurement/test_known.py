"""What procurement knows of members, filières and memberships: taken from the events, kept while members is away."""

from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import UUID

import pytest

from partage_contracts.members import (
    FiliereKind,
    FiliereProposed,
    FiliereStage,
    FiliereStageChanged,
    MembershipJoined,
    MembershipLeft,
    Place,
    ProfileRegistered,
    ProfileUpdated,
    Stage,
)
from partage_kit.db import Database
from partage_kit.tables import service_registry
from partage_kit.types import new_id
from partage_procurement.app import create_app
from partage_procurement.settings import ProcurementSettings
from partage_procurement.tables import tables
from procurement.conftest import MIGRATIONS
from support.databases import Databases
from support.house import BRUSSELS, House, house_of, member_number
from support.nats_server import NatsServer, nats_server
from support.parcels import announce, bus_to, working
from support.pooling import ORDERS, claiming, commit, opened, order
from support.purchasing import buyer
from support.waiting import eventually

NOW = datetime(2026, 3, 1, tzinfo=UTC)
members_tables = service_registry()


@pytest.fixture
def nats() -> Iterator[NatsServer]:
    """A bus of this test alone."""
    with nats_server() as server:
        yield server


@pytest.fixture
async def members(fresh_databases: Databases) -> AsyncIterator[Database]:
    """The outbox of the members service."""
    database = fresh_databases.open(members_tables, source="members")
    yield database
    await database.close()


@pytest.fixture
async def house(fresh_databases: Databases, home: Path, nats: NatsServer) -> AsyncIterator[House]:
    """The procurement service on the bus."""
    url = fresh_databases.fresh_url(tables, migrations=MIGRATIONS)
    settings = ProcurementSettings(home=home, database_url=url, migrate_on_start=False, nats_url=nats.url)
    async with house_of(create_app, settings) as house:
        yield house


@asynccontextmanager
async def publishing(members: Database, nats: NatsServer) -> AsyncIterator[None]:
    """The members service is there, and publishes what it announces."""
    async with working(members, bus_to(nats.url)):
        yield


def profile(number: int, nuts: str | None, sequence: int = 1) -> ProfileRegistered | ProfileUpdated:
    """The n-th member works in a region."""
    fact = ProfileRegistered if sequence == 1 else ProfileUpdated
    return fact(
        office=BRUSSELS,
        subject=member_number(number),
        sequence=sequence,
        place=nuts and Place(country=nuts[:2], nuts=nuts),
        trades=("2166",),
        sectors=("74.10",),
        languages=("fr",),
        stage=Stage.ESTABLISHED,
        joined_on=date(2024, 1, 1),
    )


def membership(
    number: int, filiere: UUID, sequence: int, fact: type[MembershipJoined] | type[MembershipLeft]
) -> MembershipJoined | MembershipLeft:
    """The n-th member comes or goes."""
    return fact(
        office=BRUSSELS,
        subject=member_number(1_000 + number),
        sequence=sequence,
        member_id=member_number(number),
        filiere_id=filiere,
        kind=FiliereKind.TRADE,
        at=NOW,
    )


async def eligible(house: House, number: int, territory: str | None = None, *filieres: UUID) -> int:
    """How many open orders the n-th member may join."""
    member = claiming(house, number, territory, *filieres)
    return len((await member.get(f"{ORDERS}?eligible=true&state=open")).json()["items"])


async def test_members_join_by_what_is_known_of_them_also_while_members_is_away(
    house: House, members: Database, nats: NatsServer
) -> None:
    filiere = new_id()
    made = await opened(house, filieres=[str(filiere)], nuts=["BE1"])
    async with publishing(members, nats):
        facts = [profile(1, "BE100"), membership(1, filiere, 1, MembershipJoined), profile(2, "BE211")]
        await announce(members, *facts, membership(2, filiere, 1, MembershipJoined))
        await eventually(lambda: eligible(house, 1), lambda count: count == 1)
        await eventually(lambda: eligible(house, 2, "BE100", filiere), lambda count: count == 0)
    nats.kill()

    assert (await commit(house.as_member(1), made, "1")).status_code == 200, "her token claims nothing"
    elsewhere = claiming(house, 2, "BE100", filiere)
    assert (await commit(elsewhere, made, "1")).status_code == 403, "what is known of a member goes before her token"
    unknown = claiming(house, 3, "BE100", filiere)
    assert (await commit(unknown, made, "1")).status_code == 200


async def test_the_newest_version_counts_whatever_comes_late(house: House, members: Database, nats: NatsServer) -> None:
    filiere = new_id()
    made = await opened(house, filieres=[str(filiere)])
    async with publishing(members, nats):
        await announce(members, membership(1, filiere, 2, MembershipLeft), profile(9, "BE100"))
        await announce(
            members, membership(1, filiere, 1, MembershipJoined), membership(4, filiere, 1, MembershipJoined)
        )
        await eventually(lambda: eligible(house, 4), lambda count: count == 1)
        assert await eligible(house, 1, None, filiere) == 0
        assert (await commit(house.as_member(1), made, "1")).status_code == 403
        await announce(members, membership(1, filiere, 3, MembershipJoined))
        await eventually(lambda: eligible(house, 1), lambda count: count == 1)


async def test_a_place_that_is_not_known_comes_from_the_token(
    house: House, members: Database, nats: NatsServer
) -> None:
    await opened(house, nuts=["BE1"])
    async with publishing(members, nats):
        await announce(members, profile(1, "BE211"), profile(2, None))
        await eventually(lambda: eligible(house, 1, "BE100"), lambda count: count == 0)
        await eventually(lambda: eligible(house, 2, "BE100"), lambda count: count == 1)
        await announce(members, profile(1, "BE100", sequence=2))
        await eventually(lambda: eligible(house, 1), lambda count: count == 1)


async def test_a_filiere_that_has_ended_gets_no_orders(house: House, members: Database, nats: NatsServer) -> None:
    filiere = new_id()
    made = await opened(house, filieres=[str(filiere)])
    draft = order(made["supplier"], filieres=[str(filiere)])
    proposed = FiliereProposed(
        office=BRUSSELS, subject=filiere, sequence=1, kind=FiliereKind.TRADE, occupations=(), sectors=(), nuts=()
    )
    closed = FiliereStageChanged(
        office=BRUSSELS,
        subject=filiere,
        sequence=2,
        kind=FiliereKind.TRADE,
        previous=FiliereStage.DORMANT,
        stage=FiliereStage.CLOSED,
        decided_at=NOW,
    )

    async def drafting() -> tuple[int, str]:
        answer = await buyer(house).post(ORDERS, json=draft)
        return answer.status_code, answer.json().get("type", "")

    async with publishing(members, nats):
        await announce(members, proposed, profile(1, "BE100"))
        assert await drafting() == (201, "")
        await announce(members, closed)
        await eventually(drafting, lambda seen: seen == (422, "/problems/filiere-ended"))
