"""Ranked needs that come back over the bus: taken up once, whatever comes twice, late or in disorder."""

from collections.abc import AsyncIterator
from datetime import date
from pathlib import Path
from typing import Any
from uuid import UUID

import pytest

from members.conftest import MIGRATIONS
from members.given import proposed
from members.needing import NEEDS, SURVEYS, as_read, colleague, listed, made, requested, staff
from partage_contracts.impact import NeedShare, RankedNeed, WaveAnalysed, WaveMode, WaveOpened, WavePurpose
from partage_kit.db import Database
from partage_kit.tables import service_registry
from partage_kit.types import Language, new_id
from partage_members.app import create_app
from partage_members.settings import MembersSettings
from partage_members.tables import tables
from support.databases import Databases
from support.house import BRUSSELS, GHENT, House, running
from support.nats_server import nats_server
from support.parcels import announce, bus_to, working
from support.waiting import eventually

impact_tables = service_registry()
RANKED = (
    RankedNeed(code="peers", rank=1, share=NeedShare.HALF_OR_MORE),
    RankedNeed(code="training", rank=2, share=NeedShare.TENTH_OR_MORE),
    RankedNeed(code="workplace", rank=2, share=NeedShare.TENTH_OR_MORE),
)


@pytest.fixture
async def impact(fresh_databases: Databases) -> AsyncIterator[Database]:
    """The outbox of the impact service."""
    database = fresh_databases.open(impact_tables, source="impact")
    yield database
    await database.close()


@pytest.fixture
async def house(fresh_databases: Databases, home: Path, impact: Database) -> AsyncIterator[House]:
    """The members service on a bus, where the impact service publishes."""
    url = fresh_databases.fresh_url(tables, migrations=MIGRATIONS)
    with nats_server() as nats:
        settings = MembersSettings(home=home, database_url=url, migrate_on_start=False, nats_url=nats.url)
        async with running(create_app(settings), settings) as house, working(impact, bus_to(nats.url)):
            yield house


def told(survey: str | None, wave: UUID, office: str = BRUSSELS, **changes: Any) -> WaveAnalysed:
    """A wave was analysed."""
    return WaveAnalysed(
        office=office,
        subject=wave,
        sequence=4,
        ranked_needs=changes.pop("ranked_needs", RANKED),
        **_state(survey, **changes),
    )


def begun(survey: str, wave: UUID) -> WaveOpened:
    """A wave was opened."""
    return WaveOpened(office=BRUSSELS, subject=wave, sequence=2, **_state(survey))


def _state(survey: str | None, **changes: Any) -> dict[str, Any]:
    return {
        "purpose": WavePurpose.NEEDS,
        "mode": WaveMode.ANONYMOUS,
        "threshold": 10,
        "questionnaire_id": new_id(),
        "questionnaire": "needs",
        "questionnaire_number": 1,
        "evaluation_id": None,
        "languages": (Language.FR,),
        "opened_on": date(2026, 3, 1),
        "closes_on": date(2026, 3, 31),
        "needs_survey_id": None if survey is None else UUID(survey),
    } | changes


async def state_of(house: House, survey: dict[str, Any]) -> dict[str, Any]:
    """A survey as it stands now."""
    return await made(await staff(house).get(f"{SURVEYS}/{survey['id']}"), 200)


async def until(house: House, survey: dict[str, Any], state: str) -> dict[str, Any]:
    """The survey, once it stands there."""
    return await eventually(lambda: state_of(house, survey), lambda seen: seen["state"] == state)


async def test_a_survey_runs_and_what_members_ranked_comes_back(house: House, impact: Database) -> None:
    filiere = str(await proposed(house))
    survey, wave = await requested(house, filieres=[filiere]), new_id()
    await announce(impact, begun(survey["id"], wave))
    assert (await until(house, survey, "running"))["wave_id"] == str(wave)
    await announce(impact, told(survey["id"], wave))
    answered = await until(house, survey, "answered")
    assert (answered["wave_id"], answered["needs_taken"], answered["needs_passed_over"]) == (str(wave), 3, 0)
    assert answered["answered_at"] is not None
    assert (await staff(house).post(f"{SURVEYS}/{survey['id']}/withdraw")).status_code == 409
    page = await made(await staff(house).get(NEEDS, params={"survey": survey["id"]}), 200)
    brought = page["items"]
    assert [(one["code"], one["rank"], one["share"]) for one in sorted(brought, key=lambda one: one["code"])] == [
        ("peers", 1, "half_or_more"),
        ("training", 2, "tenth_or_more"),
        ("workplace", 2, "tenth_or_more"),
    ]
    first = brought[0]
    assert {name: first[name] for name in ("source", "state", "trades", "sectors", "nuts", "starts_on", "ends_on")} == {
        "source": "survey",
        "state": "recorded",
        "trades": survey["trades"],
        "sectors": survey["sectors"],
        "nuts": survey["nuts"],
        "starts_on": "2026-03-01",
        "ends_on": "2026-03-31",
    }
    refused = await staff(house).patch(f"{NEEDS}/{first['id']}", json={"rank": 9}, headers={"If-Match": '"1"'})
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/need-of-survey")
    ids = [one["id"] for one in brought]
    await made(await staff(house).post(f"{NEEDS}/publications", json=as_read(brought)), 200)
    assert await listed(house.as_member(1), trade="graphic-designer") == ids
    assert await listed(house.as_member(1), filiere=filiere) == ids and first["filieres"] == [filiere]


async def test_it_is_taken_up_once_whatever_comes_again_late_or_in_disorder(house: House, impact: Database) -> None:
    survey, wave, other = await requested(house), new_id(), new_id()
    await announce(impact, told(survey["id"], wave))
    await until(house, survey, "answered")
    last = await requested(house)
    more = (*RANKED, RankedNeed(code="childcare", rank=4, share=NeedShare.BELOW_TENTH))
    late = [begun(survey["id"], wave), told(survey["id"], wave), told(survey["id"], other, ranked_needs=more)]
    await announce(impact, *late, told(last["id"], new_id(), ranked_needs=()))
    assert (await until(house, last, "answered"))["needs_taken"] == 0
    again = await state_of(house, survey)
    assert (again["state"], again["wave_id"], again["needs_taken"]) == ("answered", str(wave), 3)
    assert len(await listed(colleague(house), survey=survey["id"])) == 3


async def test_what_is_not_for_us_is_passed_over_and_what_comes_behind_it_is_taken(
    house: House, impact: Database
) -> None:
    withdrawn, survey = await requested(house), await requested(house)
    await made(await staff(house).post(f"{SURVEYS}/{withdrawn['id']}/withdraw"), 200)
    strange = (RANKED[0], RankedNeed(code="moonlight", rank=2, share=NeedShare.BELOW_TENTH))
    await announce(
        impact,
        told(str(new_id()), new_id()),
        told(None, new_id(), purpose=WavePurpose.EVALUATION, evaluation_id=new_id(), ranked_needs=None),
        told(survey["id"], new_id(), office=GHENT),
        told(withdrawn["id"], new_id()),
        told(survey["id"], new_id(), ranked_needs=strange),
    )
    answered = await until(house, survey, "answered")
    assert (answered["needs_taken"], answered["needs_passed_over"]) == (1, 1)
    assert (await state_of(house, withdrawn))["state"] == "withdrawn"
    assert len(await listed(staff(house))) == 1
    dead = tables.metadata.tables["dead_letters"]
    async with house.service.database.reading() as session:
        assert (await session.execute(dead.select())).all() == []


async def test_two_waves_analysed_at_once_answer_a_survey_once(house: House, impact: Database) -> None:
    survey = await requested(house)
    await announce(impact, *(told(survey["id"], new_id()) for _ in range(20)))
    last = await requested(house)
    await announce(impact, told(last["id"], new_id(), ranked_needs=()))
    await until(house, last, "answered")
    await until(house, survey, "answered")
    assert len(await listed(staff(house), survey=survey["id"])) == 3
