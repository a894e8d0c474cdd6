"""Long work over HTTP: accepted, watched, read, cancelled, and seen only by those whom it concerns."""

from datetime import timedelta
from typing import Any
from uuid import UUID

import httpx
import pytest

from partage_kit.auth import Role
from partage_kit.housekeeping import sweep
from support import chores
from support.house import GHENT, House

JOBS = "/kit/v1/jobs"
NOBODY_S = "0192f0c4-0000-7000-8000-000000000000"


async def asked(who: httpx.AsyncClient, strokes: int = 25, **more: Any) -> str:
    """The address of a new job."""
    answer = await who.post("/kit/v1/drawings", json={"strokes": strokes, **more})
    assert answer.status_code == 202, answer.text
    assert answer.headers["location"] == answer.json()["href"]
    return str(answer.headers["location"])


def id_in(path: str) -> UUID:
    return UUID(path.rpartition("/")[2])


async def test_a_job_is_queued_then_done_with_its_result_and_its_file(house: House) -> None:
    member = house.as_member(1)
    path = await asked(member)
    waiting = await member.get(path)
    assert (waiting.json()["state"], waiting.json()["done"], waiting.json()["total"]) == ("queued", 0, 25)
    await chores.until_idle(chores.worker(house.service.database))
    answer = await member.get(path)
    done = answer.json()
    assert (done["state"], done["done"], done["total"]) == ("done", 25, 25)
    assert done["result"] == {"strokes": 25} and done["problem"] is None and done["report"] is None
    assert answer.headers["etag"] != waiting.headers["etag"]
    (file,) = done["files"]
    content = await member.get(file["href"], params={"lang": "fr"})
    assert content.text == "25 strokes\n" * 2 and int(content.headers["content-length"]) == file["size"]
    assert await chores.drawn(house.service.database, id_in(path)) == 25


async def test_the_same_idempotency_key_starts_one_job(house: House) -> None:
    member, headers = house.as_member(1), {"Idempotency-Key": "once"}
    first, second = [await member.post("/kit/v1/drawings", json={"strokes": 5}, headers=headers) for _ in range(2)]
    assert first.json() == second.json() and first.headers["location"] == second.headers["location"]
    assert len((await member.get(JOBS)).json()["items"]) == 1


async def test_a_refusal_fails_the_job_and_takes_its_chunk_back(house: House) -> None:
    member = house.as_member(1)
    path = await asked(member, refuse_at=10)
    await chores.until_idle(chores.worker(house.service.database))
    failed = (await member.get(path)).json()
    assert failed["state"] == "failed" and failed["problem"]["type"] == "/problems/not-possible-now"
    assert failed["done"] == await chores.drawn(house.service.database, id_in(path)) == 10


async def test_a_fault_is_tried_again_later_and_at_last_fails(house: House) -> None:
    member, working = house.as_member(1), chores.worker(house.service.database)
    path = await asked(member, break_at=10)
    await chores.until_idle(working)
    assert (await member.get(path)).json()["state"] == "running"
    for _ in range(10):
        house.service.database.clock.advance(timedelta(minutes=2))
        await chores.until_idle(working)
    failed = (await member.get(path)).json()
    assert (failed["state"], failed["problem"]["type"]) == ("failed", "/problems/internal-error")
    assert failed["done"] == await chores.drawn(house.service.database, id_in(path)) == 10


async def test_a_cancelled_job_goes_no_further_and_is_tidied(house: House) -> None:
    member, working = house.as_member(1), chores.worker(house.service.database)
    running, queued = await asked(member, 100_000, rub_out=True), await asked(member)
    await working.take_a_turn()
    before = (await member.get(running)).json()
    assert before["state"] == "running" and 0 < before["done"] < 100_000
    for path in (running, queued):
        answer = await member.post(f"{path}/cancel")
        assert (answer.status_code, answer.json()["state"]) == (200, "cancelled")
        assert (await member.post(f"{path}/cancel")).json()["type"] == "/problems/job-ended"
    await chores.until_idle(working)
    after = (await member.get(running)).json()
    assert (after["state"], after["done"]) == ("cancelled", before["done"])
    assert await chores.drawn(house.service.database, id_in(running)) == 0
    assert await chores.drawn(house.service.database, id_in(queued)) == 0


async def test_a_report_is_told_once_the_job_has_ended(house: House) -> None:
    member, working = house.as_member(1), chores.worker(house.service.database)
    ending, cancelled = await asked(member), await asked(member, 100_000)

    async def reports(path: str) -> list[tuple[int, str]]:
        """How each way to read a report is answered."""
        answers = [await member.get(f"{path}/report{suffix}") for suffix in ("", "/download")]
        return [(one.status_code, one.json()["type"] if one.is_error else "") for one in answers]

    refused, told = [(409, "/problems/job-not-finished")] * 2, [(200, "")] * 2
    assert await reports(ending) == refused
    await working.take_a_turn()
    await working.take_a_turn()
    states = [(await member.get(path)).json()["state"] for path in (ending, cancelled)]
    assert states == ["done", "running"]
    assert (await reports(ending), await reports(cancelled)) == (told, refused)
    assert (await member.post(f"{cancelled}/cancel")).status_code == 200
    assert await reports(cancelled) == told


async def test_a_chunk_at_work_when_its_job_is_cancelled_is_rolled_back(house: House) -> None:
    member, database = house.as_member(1), house.service.database
    path = await asked(member, 100)
    working = chores.worker(database)
    job = await working._claim()
    assert job is not None and (await member.post(f"{path}/cancel")).status_code == 200
    assert await working._next(job) is None
    assert await chores.drawn(database, id_in(path)) == 0


@pytest.mark.parametrize("role", [Role.STAFF, Role.OFFICE_ADMIN])
async def test_others_find_no_job_and_the_staff_only_what_is_not_private(house: House, role: Role) -> None:
    member, other, staff = house.as_member(1), house.as_member(2), house.as_role(role)
    job, secret = await asked(member), await asked(member, secret=True)
    await chores.until_idle(chores.worker(house.service.database))
    for path, reads in (
        (job, (200, 404, 200, 404)),
        (secret, (200, 404, 404, 404)),
    ):
        for who, status in zip((member, other, staff, house.as_role(role, office=GHENT)), reads, strict=True):
            for suffix in ("", "/report", "/files/result"):
                assert (await who.get(path + suffix)).status_code == status
    hidden = await other.get(job, headers={"X-Request-Id": "the-same-id"})
    missing = await other.get(f"{JOBS}/{NOBODY_S}", headers={"X-Request-Id": "the-same-id"})
    assert hidden.content == missing.content
    assert (await other.post(f"{secret}/cancel")).status_code == 404
    listed = [len((await who.get(JOBS)).json()["items"]) for who in (member, other, staff)]
    assert listed == [2, 0, 1]


async def test_a_job_is_her_own_whichever_of_her_tokens_a_member_shows(house: House) -> None:
    path = await asked(house.as_person("ana", Role.MEMBER, number=1))
    assert (await house.as_person("ann", Role.MEMBER, number=1).get(path)).status_code == 200
    assert (await house.as_person("ana", Role.BUYER).get(path)).status_code == 200
    assert (await house.as_person("eve", Role.MEMBER, number=2).get(path)).status_code == 404


async def test_a_list_is_filtered_by_state(house: House) -> None:
    member = house.as_member(1)
    await asked(member)
    await chores.until_idle(chores.worker(house.service.database))
    waiting = await asked(member)
    found = (await member.get(JOBS, params={"state": "queued"})).json()["items"]
    assert [job["id"] for job in found] == [str(id_in(waiting))]


async def test_what_has_expired_goes_with_its_files(house: House) -> None:
    member, database = house.as_member(1), house.service.database
    path = await asked(member)
    await chores.until_idle(chores.worker(database))
    await sweep(database, timedelta(days=400))
    assert (await member.get(path)).status_code == 200
    database.clock.advance(timedelta(days=31))
    await sweep(database, timedelta(days=400))
    for gone in (path, f"{path}/files/result", f"{path}/report"):
        assert (await member.get(gone)).status_code == 404
    async with database.reading() as session:
        for table in ("jobs", "job_files", "job_file_parts"):
            rows = await session.execute(chores.tables.metadata.tables[table].select())
            assert rows.first() is None


async def test_jobs_take_turns(house: House) -> None:
    member, working = house.as_member(1), chores.worker(house.service.database)
    long, short = await asked(member, 100_000), await asked(member)
    await working.take_a_turn()
    await working.take_a_turn()
    assert [(await member.get(path)).json()["state"] for path in (long, short)] == ["running", "done"]
