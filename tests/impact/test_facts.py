"""Facts: entered by hand, and taken from the events of the other services."""

from datetime import UTC, date, datetime, timedelta
from typing import Any
from uuid import uuid5

import pytest
from sqlalchemy import select

from partage_contracts.members import FiliereKind, MembershipJoined, Place, ProfileRegistered, Stage
from partage_contracts.procurement import (
    OfferRedeemed,
    PooledOrderKind,
    PooledOrderSettled,
    PriceBasis,
    SupplierKind,
    SupplierReferenced,
    SupplierStanding,
)
from partage_impact.facts.models import facts
from support.evaluating import (
    IMPACT,
    a_fact,
    a_formula,
    computed,
    counting,
    criterion,
    evaluation,
    evaluator,
    facts_entered,
    indicator,
    made,
    refused,
)
from support.house import BRUSSELS, GHENT, House, member_number
from support.streams import listening
from support.waiting import eventually

ANNOUNCED = datetime(2026, 5, 4, 9, 0, tzinfo=UTC)
MADE_UP = member_number(0)


def a_profile(number: int, nuts: str | None = "BE100") -> ProfileRegistered:
    """A member as she registered."""
    return ProfileRegistered(
        office=BRUSSELS,
        subject=member_number(number),
        sequence=1,
        place=Place(country="BE", nuts=nuts) if nuts else None,
        trades=("baker", "cook"),
        sectors=("10",),
        languages=("fr",),
        stage=Stage.STARTING,
        joined_on=date(2026, 3, 10),
    )


def a_joining(number: int) -> MembershipJoined:
    """A member's entry into a filière, shortly after midnight of 1 May in Brussels."""
    return MembershipJoined(
        office=BRUSSELS,
        subject=uuid5(member_number(number), "membership"),
        sequence=1,
        member_id=member_number(number),
        filiere_id=MADE_UP,
        kind=FiliereKind.TRADE,
        at=datetime(2026, 4, 30, 22, 30, tzinfo=UTC),
    )


def a_settlement(revision: int) -> PooledOrderSettled:
    """A pooled order of twelve members, settled on 1 April, or corrected the day after."""
    return PooledOrderSettled(
        office=BRUSSELS,
        subject=MADE_UP,
        sequence=6 + revision,
        kind=PooledOrderKind.MEMBERS,
        supplier_id=MADE_UP,
        currency="EUR",
        basis=PriceBasis.NET,
        categories=("30200000",),
        filieres=(),
        nuts=("BE1",),
        partner_offices=(),
        members_count=12,
        lines_count=30,
        settled_at=datetime(2026, 4, revision, 9, 0, tzinfo=UTC),
        revision_number=revision,
        articles=(),
        tier=2,
        total_minor=90_000,
        logistics_minor=1_000,
        office_minor=0,
        saving_minor=8_000 + 100 * revision,
    )


async def kept(house: House) -> list[dict[str, Any]]:
    """The facts in the database, by type and reference."""
    async with house.service.database.reading() as session:
        rows = await session.execute(select(facts).order_by(facts.c.fact_type, facts.c.reference))
        return [dict(row._mapping) for row in rows]


async def until_kept(house: House, count: int) -> list[dict[str, Any]]:
    """Wait for so many facts."""
    return await eventually(lambda: kept(house), lambda seen: len(seen) == count)


async def test_events_become_facts_with_their_own_time_and_place(house: House) -> None:
    async with listening(house, "members", "procurement") as streams:
        await streams.announce(a_profile(1), ANNOUNCED)
        await streams.announce(a_joining(1), ANNOUNCED)
        redeemed = OfferRedeemed(
            office=BRUSSELS,
            subject=MADE_UP,
            sequence=7,
            supplier_id=MADE_UP,
            category="30200000",
            member_id=member_number(1),
            used_on=date(2026, 5, 2),
            uses=7,
        )
        await streams.announce(redeemed, ANNOUNCED)
        referenced = SupplierReferenced(
            office=BRUSSELS,
            subject=MADE_UP,
            sequence=2,
            kind=SupplierKind.VENDOR,
            previous=SupplierStanding.SUGGESTED,
            standing=SupplierStanding.REFERENCED,
            until=None,
            label=None,
            proven_until=None,
            territories=("BE1",),
            categories=("30200000",),
        )
        await streams.announce(referenced, ANNOUNCED)
        registered, joined, used, standing = await until_kept(house, 4)
    assert [one["fact_type"] for one in (registered, joined, used, standing)] == [
        *("member_registered", "membership_joined", "offer_redeemed", "supplier_standing_changed"),
    ]
    assert (registered["occurred_on"], registered["nuts"]) == (date(2026, 3, 10), "BE100")
    assert registered["dimensions"] == {"country": "BE", "stage": "starting", "trade": "baker", "sector": "10"}
    assert (joined["occurred_on"], joined["nuts"], joined["person"]) == (
        date(2026, 5, 1),
        "BE100",
        str(member_number(1)),
    )
    assert (used["occurred_on"], used["person"]) == (date(2026, 5, 2), str(member_number(1)))
    assert (standing["occurred_at"], standing["person"]) == (ANNOUNCED, None)
    assert "label" not in standing["dimensions"]
    assert all(one["ingested_at"] > one["occurred_at"] for one in (registered, joined, used))


async def test_an_event_is_taken_once_however_often_it_comes(house: House) -> None:
    async with listening(house, "members") as streams:
        first = await streams.announce(a_profile(1), ANNOUNCED)
        await streams.announce(a_profile(1), ANNOUNCED, first)
        await streams.announce(a_profile(1), ANNOUNCED)  # the same version under another id: a rebuilt stream
        await streams.announce(a_profile(2), ANNOUNCED)
        assert [one["person"] for one in await until_kept(house, 2)] == sorted(
            (str(member_number(number)) for number in (1, 2)), key=lambda person: f"profile:{person}:1"
        )


@pytest.mark.parametrize("order", [(1, 2), (2, 1)])
async def test_a_corrected_settlement_replaces_the_first_one(house: House, order: tuple[int, int]) -> None:
    async with listening(house, "procurement") as streams:
        for revision in order:
            await streams.announce(a_settlement(revision), ANNOUNCED)
        await streams.announce(a_settlement(1), ANNOUNCED)
        (settled,) = await eventually(
            lambda: kept(house),
            lambda seen: [one["revision"] for one in seen] == [2] and seen[0]["occurred_on"].day == 1,
        )
    assert settled["measures"] == {"members": 12, "lines": 30, "total": 90_000, "logistics": 1_000, "saving": 8_200}
    assert settled["dimensions"]["category"] == "30200000"
    assert "filiere" not in settled["dimensions"]
    assert (settled["persons"], settled["nuts"], settled["person"]) == (12, "BE1", None)


async def test_what_came_before_the_profile_takes_its_place_when_it_is_counted(house: House) -> None:
    ties = await criterion(house, (await evaluation(house))["id"])
    entries = a_formula(counting("joined", "membership_joined"))
    entered = await indicator(house, ties, "entries", formula=entries)
    async with listening(house, "members") as streams:
        await streams.announce(a_joining(1), ANNOUNCED)
        (waiting,) = await until_kept(house, 1)
        assert waiting["nuts"] is None
        await streams.announce(a_profile(1), ANNOUNCED)
        await until_kept(house, 2)
    await computed(house, entered, "2026-04")
    (_, placed) = await kept(house)
    assert (placed["fact_type"], placed["nuts"]) == ("membership_joined", "BE100")
    assert placed["ingested_at"] == waiting["ingested_at"]


async def test_a_stream_says_until_when_its_types_are_complete(house: House) -> None:
    async def marks() -> dict[str, str | None]:
        listed = made(await house.as_member(1).get(f"{IMPACT}/fact-types"), 200)["items"]
        return {one["code"]: one["complete_until"] for one in listed}

    assert set((await marks()).values()) == {None}
    async with listening(house, "members") as streams:
        await streams.announce(a_profile(1), ANNOUNCED)
        await streams.announce(a_profile(2), ANNOUNCED - timedelta(days=9))
        await until_kept(house, 2)
    found = await marks()
    assert found["member_registered"] == found["membership_joined"] == "2026-05-03"
    assert found["offer_redeemed"] is None
    assert set((await _marks_of(house, GHENT)).values()) == {None}


async def _marks_of(house: House, office: str) -> dict[str, str | None]:
    listed = made(await evaluator(house, office).get(f"{IMPACT}/fact-types"), 200)["items"]
    return {one["code"]: one["complete_until"] for one in listed}


async def test_facts_are_entered_once_by_source_and_reference(house: House) -> None:
    rows = [a_fact(number, person=number) for number in range(3)]
    assert await facts_entered(house, rows) == {"taken": 3, "known": 0}
    assert await facts_entered(house, [*rows, a_fact(9, person=9)]) == {"taken": 1, "known": 3}
    other = {"source": "registers", "facts": rows[:1]}
    assert made(await evaluator(house).post(f"{IMPACT}/facts", json=other)) == {"taken": 1, "known": 0}
    assert await facts_entered(house, rows, GHENT) == {"taken": 3, "known": 0}


async def test_one_wrong_row_refuses_all_and_names_each_place(house: House) -> None:
    rows = [
        a_fact(1, person=1),
        a_fact(2),
        a_fact(3, person=3, dimensions={"shoe_size": "43"}),
        a_fact(1, person=4),
        a_fact(5, person=5) | {"fact_type": "thing_noted", "measures": {"amount": 3}},
        {"fact_type": "nothing_known", "reference": "x", "occurred_at": "2026-03-10T09:00:00Z"},
        a_fact(6) | {"fact_type": "pooled_order_settled", "persons": 12, "measures": {"saving": 900}},
    ]
    answer = await evaluator(house).post(f"{IMPACT}/facts", json={"facts": rows})
    problem = refused(answer, 422, "invalid")
    assert {one["pointer"] for one in problem["errors"]} == {
        "/body/facts/1/person",
        "/body/facts/2/dimensions/shoe_size",
        "/body/facts/3/reference",
        "/body/facts/4/person",
        "/body/facts/5/fact_type",
        "/body/facts/6/dimensions",
    }
    assert await kept(house) == []
    as_service = {"source": "members", "facts": [a_fact(1, person=1)]}
    refused(await evaluator(house).post(f"{IMPACT}/facts", json=as_service), 422, "invalid")
    too_many = {"facts": [a_fact(number, person=1) for number in range(501)]}
    assert (await evaluator(house).post(f"{IMPACT}/facts", json=too_many)).status_code == 422


async def test_completeness_is_declared_for_days_that_are_over(house: House) -> None:
    path = f"{IMPACT}/fact-types/person_noted/complete"
    said = made(await evaluator(house).post(path, json={"until": "2026-03-31"}), 200)
    assert said["complete_until"] == "2026-03-31"
    earlier = made(await evaluator(house).post(path, json={"until": "2026-01-31"}), 200)
    assert earlier["complete_until"] == "2026-03-31"
    refused(await evaluator(house).post(path, json={"until": "2199-01-01"}), 422, "invalid")
    unknown = f"{IMPACT}/fact-types/nothing_known/complete"
    refused(await evaluator(house).post(unknown, json={"until": "2026-03-31"}), 404, "unknown-fact-type")


async def test_fact_types_are_told_in_the_readers_language(house: House) -> None:
    listed = made(await house.as_member(1).get(f"{IMPACT}/fact-types?lang=nl"), 200)["items"]
    orders = next(one for one in listed if one["code"] == "pooled_order_settled")
    assert orders["name"] == "afgerekende groepsaankopen"
    fields = {one["key"]: (one["role"], one["in_cents"]) for one in orders["fields"]}
    assert fields["saving"] == ("measure", True)
    assert fields["currency"] == ("dimension", False)
