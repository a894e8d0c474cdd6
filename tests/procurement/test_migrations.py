"""Migrations of what is stored already, on a populated database."""

import asyncio

from alembic import command
from sqlalchemy import select

from partage_kit.migrations import Migrations
from partage_procurement.assessments.queries import revisions
from partage_procurement.suppliers.queries import suppliers
from partage_procurement.tables import tables
from procurement.conftest import MIGRATIONS
from procurement.test_pooled_orders_life import settled
from support.house import House
from support.pooling import ORDERS
from support.purchasing import assessed, buyer, made, referenced, suggested


async def test_what_was_published_before_learns_on_which_day_its_evidence_was_verified(house: House) -> None:
    assessment = await assessed(house)
    path = f"/procurement/v1/assessments/{assessment['id']}/score"
    before = await made(await buyer(house).get(path), 200)
    tree, url = Migrations(MIGRATIONS, tables.metadata), house.service.settings.database()

    async def keys() -> set[str]:
        async with house.service.database.reading() as session:
            (stored,) = (await session.execute(select(revisions.c.evidence))).scalars()
            return {key for item in stored for key in item if key.startswith("verified")}

    await asyncio.to_thread(tree._run, url, lambda config: command.downgrade(config, "0002"))
    assert await keys() == {"verified_by"}
    await tree.upgrade(url)
    assert await keys() == {"verified_on"}
    assert await made(await buyer(house).get(path), 200) == before


async def test_what_was_booked_before_keeps_its_totals(house: House) -> None:
    order = await settled(house)
    path = f"{ORDERS}/{order['id']}/settlements"
    before = await made(await buyer(house).get(path), 200)
    tree, url = Migrations(MIGRATIONS, tables.metadata), house.service.settings.database()
    await asyncio.to_thread(tree._run, url, lambda config: command.downgrade(config, "0004"))
    await tree.upgrade(url)
    assert await made(await buyer(house).get(path), 200) == before
    assert [one["kind"] for one in before["items"]] == ["settlement"]


async def test_suppliers_learn_whether_they_stand_by_their_assessment(house: House) -> None:
    await assessed(house)
    await referenced(house, name="Known for years", vat_number="BE0000010292")
    await suggested(house, name="Unknown", vat_number="BE0000010391")
    tree, url = Migrations(MIGRATIONS, tables.metadata), house.service.settings.database()
    await asyncio.to_thread(tree._run, url, lambda config: command.downgrade(config, "0006"))
    await tree.upgrade(url)
    async with house.service.database.reading() as session:
        ordered = select(suppliers.c.follows_assessment).order_by(suppliers.c.id)
        assert list((await session.execute(ordered)).scalars()) == [True, False, False]
