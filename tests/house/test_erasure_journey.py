"""The journey of an erasure: a member has used everything, and asks to be forgotten. Then all places are searched for
every word of hers: tables, files of databases, the bus, logs, and what every door of every service answers."""

import re
from collections.abc import AsyncIterator, Callable, Iterator, Mapping
from dataclasses import dataclass
from importlib import import_module
from pathlib import Path
from typing import Any

import httpx
import pytest
from fastapi import FastAPI

import partage_impact.app
import partage_members.app
import partage_procurement.app
from partage_impact.settings import ImpactSettings
from partage_kit.auth import Role
from partage_kit.erasing import platform_data
from partage_kit.http.service import Service
from partage_kit.personal_data import PersonalData
from partage_members.settings import MembersSettings
from partage_procurement.settings import ProcurementSettings
from support.databases import Databases
from support.erasing import asked_for
from support.filled import UNFILLED, fillable, may_name_her
from support.house import BRUSSELS, member_number
from support.minimal import required_query
from support.populated import CODES
from support.rooms import Rooms, rooms_running
from support.traces import Words, named_in_rows, traces, traces_below, traces_in_files, traces_in_rows
from support.waiting import eventually
from support.whole_life import HER_CODES, IN_EVENTS, OTHER, PHONE, SHE, STAYS, Ids, Outside, whole_life

SETTINGS: Mapping[str, tuple[Any, Any]] = {
    "members": (partage_members.app.create_app, MembersSettings),
    "procurement": (partage_procurement.app.create_app, ProcurementSettings),
    "impact": (partage_impact.app.create_app, ImpactSettings),
}
DECLARED = {
    "members": "partage_members.erasures.preview",
    "procurement": "partage_procurement.personal_data",
    "impact": "partage_impact.personal_data",
}
Found = dict[str, set[int]]
"""The words that were found, by the place."""

UNASKED: Mapping[str, str] = {
    "erasure_id": "there is none before she asks for it; what it tells is looked at afterwards",
    "evidence_id": "documents about suppliers, which buyers bring",
    "offer_id": "what suppliers offer",
    **dict.fromkeys(
        ("evaluation_id", "criterion_id", "indicator_id", "version_id", "observation_id", "questionnaire_id"),
        "evaluators write it, and it is about groups",
    ),
}
"""Ids in addresses that nothing in the journey has, and why."""

SHOW_HER = (
    *(
        f"/members/v1/directory{below}"
        for below in (" ", "/completions", "/page", f"/members/{member_number(SHE)}/card")
    ),
    *("/members/v1/feeds/brussels/members", "/members/v1/scim/v2/Users ", "/members/v1/scim/v2/Groups/"),
    *("/members/v1/needs ", "/members/v1/opportunities ", "/members/v1/topics ", "/members/v1/profiles/export"),
    *("/members/v1/opportunity-reports", "/members/v1/post-reports", "/members/v1/contact-message-reports"),
)
"""Addresses that show words of hers, or what she wrote, as long as she is there."""

_PARAMETER = re.compile(r"\{(\w+)\}")


@dataclass
class Journey:
    """A house in processes, and one look into each of its services."""

    rooms: Rooms
    outside: dict[str, Outside]
    databases: Databases
    folder: Path

    @property
    def members(self) -> Outside:
        """The members service, through the gateway."""
        return self.outside["members"]

    async def in_rows(self) -> Found:
        """Words in the tables of all services."""
        found: Found = {}
        for room, outside in self.outside.items():
            rows = await traces_in_rows(outside.service.database)
            found |= {f"{room}: {place}": numbers for place, numbers in rows.items()}
        return found

    async def named(self) -> set[str]:
        """The columns of all services that name her."""
        return {
            f"{room}: {place}"
            for room, outside in self.outside.items()
            for place in await named_in_rows(outside.service.database, str(member_number(SHE)))
        }

    def of_each(self, find: Callable[[str, PersonalData], set[str]]) -> set[str]:
        """What is found in the declarations of each service."""
        found: set[str] = set()
        for room, outside in self.outside.items():
            declared: PersonalData = import_module(DECLARED[room]).DATA
            found |= find(room, declared + platform_data(outside.service.database.tables.metadata))
        return found

    async def in_files(self) -> Found:
        """Words in the files of all databases."""
        found: Found = {}
        for room, url in self.rooms.databases.items():
            files = await traces_in_files(url, self.databases)
            found |= {f"{room}: {file}": numbers for file, numbers in files.items()}
        return found

    async def at_doors(self, ids: Ids) -> Found:
        """Words in what every address answers to a member, to those who work for the office, and without a token."""
        work = (Role.STAFF, Role.OFFICE_ADMIN, Role.BUYER, Role.ETHICS_COMMITTEE, Role.EVALUATOR, Role.INTEGRATOR)
        callers = {
            "a member": self.members.as_member(OTHER),
            "the staff": self.members.as_role(*work),
            "anybody": self.members.client(),
        }
        found: Found = {}
        for outside in self.outside.values():
            for path, queries in _addresses(outside.app, ids):
                for name, caller in callers.items():
                    for query in queries:
                        answer = await caller.get(path, params=query)
                        assert answer.status_code < httpx.codes.INTERNAL_SERVER_ERROR, answer.text
                        if answer.is_success and (numbers := traces(answer.content)):
                            found.setdefault(f"{path} to {name}", set()).update(numbers)
        return found


def _addresses(app: FastAPI, ids: Ids) -> Iterator[tuple[str, list[dict[str, Any]]]]:
    """Where something is read, the ids filled in, and what is asked there: her words, in each format."""
    document = app.openapi()
    for path, operations in document["paths"].items():
        if "get" in operations and not set(_PARAMETER.findall(path)) - ids.keys() - CODES.keys():
            operation = operations["get"]
            named = {one["name"]: one["schema"] for one in operation.get("parameters", ()) if one["in"] == "query"}
            least = required_query(operation, document["components"]["schemas"])
            asked = {"member_id": ids["member_id"], "query": "qzv"} if "member_id" in least else {"query": "qzv"}
            whole = least | {name: value for name, value in asked.items() if name in named}
            formats = ({"format": one} for one in named.get("format", {}).get("enum", ()))
            queries = [least, *({**whole, "office": BRUSSELS, **one} for one in ({}, *formats))]
            yield path.format(**CODES | dict(ids)), queries if "office" in named else [{**least, **whole}, *formats]


def _unasked(app: FastAPI, ids: Ids) -> set[str]:
    """The ids in addresses that are not known."""
    read = [path for path, operations in app.openapi()["paths"].items() if "get" in operations]
    return {name for path in read for name in _PARAMETER.findall(path)} - ids.keys() - CODES.keys()


@pytest.fixture
async def journey(tmp_path: Path, fresh_databases: Databases) -> AsyncIterator[Journey]:
    """The house, with nobody in it."""
    told = {"MEMBERS_ERASED_IN": "procurement,impact", "LOG_LEVEL": "debug"}
    told |= {"MEMBERS_REVIEW_EVERY_SECONDS": "1", "MEMBERS_SNAPSHOT_EVERY_SECONDS": "1"}
    with rooms_running(tmp_path, fresh_databases, **told) as rooms:
        outside = {}
        for room, (create_app, settings) in SETTINGS.items():
            chosen = settings(home=rooms.home, database_url=rooms.databases[room])
            outside[room] = Outside(create_app(chosen), chosen, rooms.address)
        yield Journey(rooms, outside, fresh_databases, tmp_path)
        for one in outside.values():
            service: Service = one.service
            await service.database.close()


async def test_of_an_erased_member_no_word_is_left(journey: Journey) -> None:
    words = Words()
    ids = await whole_life(journey.members, words)
    everything = set(words.used_for)
    stays = {number for number, used_for in words.used_for.items() if {used_for, used_for.split()[0]} & STAYS}
    never_kept = {number for number, used_for in words.used_for.items() if used_for == "a rejected reference"}

    before = await journey.in_rows()
    assert words.told(everything - never_kept - _all(before)) == set(), "a search that misses some proves nothing"
    empty = journey.of_each(fillable) - before.keys() - await journey.named()
    assert (empty - set(UNFILLED), set(UNFILLED) - empty) == (set(), set()), "what she does not fill has its reason"
    assert words.told(everything - never_kept - _all(await journey.in_files())) == set()
    assert set().union(*(_unasked(outside.app, ids) for outside in journey.outside.values())) == set(UNASKED)
    shown = await journey.at_doors(ids)
    assert {"given name", "headline fr", "opportunity nl", "topic", "message", "space"} <= words.told(_all(shown))
    assert [path for path in SHOW_HER if not any(place.startswith(path) for place in shown)] == []
    assert words.told(_all(traces_below(journey.rooms.bus.folder))) <= IN_EVENTS, "no event tells what somebody wrote"

    receipt = await asked_for(journey.members, SHE)

    async def completed() -> Any:
        path = f"/members/v1/erasures/{receipt['id']}/receipt"
        return (await journey.members.client().get(path, headers={"Receipt": receipt["secret"]})).json()

    done = await eventually(completed, lambda seen: seen["completed_at"] is not None)
    assert {one["service"] for one in done["acknowledgements"]} == {"procurement", "impact"}
    assert all(one["acknowledged_at"] for one in done["acknowledgements"])

    assert await journey.named() - journey.of_each(may_name_her) == set()
    rows = await journey.in_rows()
    assert {place for place, numbers in rows.items() if words.told(numbers) & HER_CODES} <= {"members: outbox.envelope"}
    left = rows | await journey.at_doors(ids | {"erasure_id": receipt["id"]})
    left |= {f"bus: {place}": numbers for place, numbers in traces_below(journey.rooms.bus.folder).items()}
    for process in journey.rooms.processes.values():
        process.stop()
    left |= await journey.in_files()
    logs = {log.name: log.read_bytes() for log in journey.folder.glob("*.log")}
    assert logs.keys() == {process.log.name for process in journey.rooms.processes.values()}
    left |= {f"log: {name}": traces(told) for name, told in logs.items()}
    assert {place: told for place, numbers in left.items() if (told := words.told(numbers - stays))} == {}
    assert not any(PHONE.encode()[-8:] in told for told in logs.values())


def _all(found: Found) -> set[int]:
    return set().union(*found.values())
