"""Counts of members by what they do, where and since when: protected for whom they are told, and never changed."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from members.concepts import published
from members.conftest import quiet_house
from members.counting import ANALYTICS, TO_ALL, ask, make_snapshots, members, people, rows_of, snapshot, told
from partage_kit.auth import Role
from partage_kit.types import day_of
from partage_members.classifications.layout import ConceptRow, edition_of
from partage_members.classifications.models import EVERY_OFFICE, Kind
from support.databases import Databases
from support.house import GHENT, House

TRADES = {"photographer": 40, "graphic-designer": 35, "baker": 60, "dj": 3, "caterer": 7}


@pytest.fixture
async def house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """Members of three large trades and two small ones; workers work when a test lets them."""
    async with quiet_house(fresh_databases, home) as house:
        await members(house, people(TRADES))
        yield house


async def test_members_are_counted_by_trade_and_small_groups_hide(house: House) -> None:
    await snapshot(house)
    groups = await rows_of(house, "trade")
    assert (groups["all"], groups["75"], groups["34"], groups["21"]) == (145, 60, 40, 35)
    assert (groups["26"], groups["14"], groups["untold"]) == (None, None, None), "a few, and nobody at all, look alike"
    assert groups["other"] == 10, "the small groups together"
    assert groups["baker"] is None, "beside groups of nobody it would tell that they are empty"


async def test_everybody_is_told_less_than_members_and_nothing_that_they_are_not(house: House) -> None:
    await members(house, people({"translator": 60}, 500, stage="established", nuts="BE332"))
    await members(house, people({"translator": 7}, 600, stage="winding_down", nuts="BE332"))
    await snapshot(house)
    fewer = 0
    for table in ("trade", "stage", "territory", "trade_by_stage", "trade_by_territory"):
        ours, theirs = await told(house, table), await told(house, table, "public")
        assert ours.keys() == theirs.keys()
        assert all(theirs[cell] in (None, count) for cell, count in ours.items())
        fewer += sum(theirs[cell] is None is not count for cell, count in ours.items())
    assert fewer


async def test_what_members_are_told_is_not_there_for_others(house: House) -> None:
    await snapshot(house)
    path, query = f"{ANALYTICS}/tables/trade", {"office": "brussels", "audience": "members"}
    for reader in (house.client(), house.as_member(1, office=GHENT), house.as_role(Role.PARTNER)):
        refused = await reader.get(path, params=query)
        missing = await reader.get(path, params={**query, "office": "nowhere"})
        assert (refused.status_code, missing.status_code) == (404, 404)
        assert {**refused.json(), "request_id": ""} == {**missing.json(), "request_id": ""}
        assert (await reader.get(path, params={"office": "brussels"})).status_code == 200
        for place in ("snapshots", "tables/trade", "tables/trade/chart", "tables/trade/series"):
            assert (await reader.get(f"{ANALYTICS}/{place}", params={"office": "nowhere"})).status_code == 404


async def test_what_a_member_hides_from_members_counts_as_not_told(house: House) -> None:
    await members(house, people({"photographer": 12}, 500, audiences=TO_ALL | {"trades": "filiere"}))
    await members(house, people({"photographer": 9}, 600, audiences=TO_ALL | {"name": "nobody"}))
    await snapshot(house)
    counts = await rows_of(house, "trade")
    assert (counts["34"], counts["untold"], counts["all"]) == (40, 12, 157)


async def test_a_few_who_hide_from_everybody_are_not_found_out_by_subtraction(house: House) -> None:
    """Everybody can count the 37 photographers who show it, so 40 would tell that three others are photographers."""
    await members(house, people({"photographer": 3}, 500, audiences=TO_ALL | {"trades": "members"}))
    await snapshot(house)
    assert (await rows_of(house, "trade"))["34"] == 43
    assert (await rows_of(house, "trade", "public"))["34"] is None
    assert (await rows_of(house, "trade", "public"))["all"] == 148


async def test_trades_of_imported_schemes_are_counted_as_what_they_correspond_to(house: House) -> None:
    rows = [
        ConceptRow(code="boul", label_fr="pétrisseuse", exact=["baker"]),
        ConceptRow(code="foto", label_fr="portraitiste", close=["photographer"], broad=["baker"]),
        ConceptRow(code="alone", label_fr="alchimiste"),
        ConceptRow(code="oven", label_fr="enfourneuse", broader="hearth"),
        ConceptRow(code="hearth", label_fr="ouvrière du four", broader="boul"),
        ConceptRow(code="lens", label_fr="objectiviste", broader="foto", broad=["graphic-designer"]),
        ConceptRow(code="gold", label_fr="faiseuse d'or", broader="alone"),
    ]
    await published(house, edition_of("crafts", "1", Kind.OCCUPATIONS, "", rows, EVERY_OFFICE))
    mapped, above = {"crafts:boul": 12, "crafts:foto": 13, "crafts:alone": 14}, {"crafts:oven": 20, "crafts:gold": 11}
    await members(house, people(mapped | above | {"crafts:lens": 15}, 500))
    await snapshot(house)
    counts = await rows_of(house, "trade")
    assert (counts["75"], counts["34"], counts["21"]) == (60 + 12 + 20, 40 + 13, 35 + 15)
    assert (counts["untold"], counts["all"]) == (14 + 11, 145 + 39 + 31 + 15)


async def test_a_snapshot_never_changes(house: House) -> None:
    await snapshot(house)
    query = {"period": day_of(datetime.now(UTC)).isoformat()}
    before = (await ask(house, "/tables/trade", **query)).content
    async with house.service.database.writer.begin() as connection:
        await connection.execute(text("DELETE FROM profiles"))
    await make_snapshots(house)
    assert (await ask(house, "/tables/trade", **query)).content == before
    for change in (
        "UPDATE analytics_cells SET persons = 1",
        "DELETE FROM analytics_cells",
        "UPDATE analytics_snapshots SET threshold = 1",
        "DELETE FROM analytics_snapshots",
    ):
        with pytest.raises(DBAPIError, match="never changed"):
            async with house.service.database.writer.begin() as connection:
                await connection.execute(text(change))


async def test_a_month_is_counted_once_by_itself_and_a_day_when_staff_asks(house: House) -> None:
    await make_snapshots(house)
    await make_snapshots(house)
    await snapshot(house)
    again = await house.as_role(Role.STAFF).post(f"{ANALYTICS}/snapshots")
    assert (again.status_code, again.json()["type"]) == (409, "/problems/snapshot-asked-for")
    assert (await house.as_member(1).post(f"{ANALYTICS}/snapshots")).status_code == 403
    listed = (await ask(house, "/snapshots")).json()["items"]
    today = day_of(datetime.now(UTC))
    last_month = (today.replace(day=1) - timedelta(days=1)).isoformat()[:7]
    assert [one["period"] for one in listed] == [today.isoformat(), last_month]
    assert {one["audience"] for one in listed} == {"members"}
    assert (await ask(house, "/tables/trade", period="1999-12")).status_code == 404


async def test_a_few_newcomers_wait_until_the_difference_tells_of_nobody(house: House) -> None:
    await snapshot(house)
    shown = []
    for start in (500, 510, 520):
        house.service.database.clock.advance(timedelta(days=1))
        await members(house, people({"photographer": 3}, start))
        await snapshot(house)
        counts = await rows_of(house, "trade")
        shown.append((counts["34"], counts["all"]))
    assert shown == [(None, None), (46, 151), (None, None)]
    points = (await ask(house, "/tables/trade/series", row="34", every="snapshot")).json()["points"]
    assert [(one["count"], one["status"]) for one in points[1:]] == [
        (40, "published"),
        (None, "suppressed"),
        (46, "published"),
        (None, "suppressed"),
    ]


async def test_series_have_the_periods_that_were_asked_for(house: House) -> None:
    await make_snapshots(house)
    await snapshot(house)
    whole = (await ask(house, "/tables/trade/series")).json()
    assert [len(one["period"]) for one in whole["points"]] == [7]
    assert whole["points"][0]["count"] == 145
    days = (await ask(house, "/tables/trade_by_stage/series", every="snapshot", row="34", column="all")).json()
    assert [one["count"] for one in days["points"]] == [40, 40]
    assert days["row"]["label"]["en"].startswith("Legal, social")
    for query in ({"row": "nonsense"}, {"column": "starting"}):
        assert (await ask(house, "/tables/trade/series", **query)).status_code == 404
    assert (await ask(house, "/tables/trade/series", every="week")).status_code == 422
