"""Attacks on the anonymity of answers: by every table, by every order, by the files, the logs and the results."""

import json
from collections.abc import Callable
from contextlib import AbstractAsyncContextManager, AsyncExitStack
from pathlib import Path
from typing import Any
from uuid import UUID

import structlog
from sqlalchemy import MetaData, Table, select, text
from sqlalchemy.engine import Connection, make_url

from support.databases import ON_POSTGRESQL
from support.evaluating import IMPACT, made
from support.house import House, member_number
from support.surveying import all_answered, an_answer, counts, ended, opened, result
from support.waiting import eventually

MEMBERS = 20
TRACE = "00-{0:032x}-{0:016x}-01"


async def answer_in_turn(house: House, path: str) -> list[str]:
    """Twenty members, one after the other, take a ticket and answer at once with their number; their tickets.

    Each sends all that a browser might send along: a token, a request id, a trace and an idempotency key.
    """
    tickets = []
    for number in range(MEMBERS):
        me = house.as_member(number)
        headers = {
            "X-Request-Id": f"request-of-{number:04d}",
            "traceparent": TRACE.format(number + 1),
            "Idempotency-Key": f"key-of-{number:04d}",
        }
        given = made(await me.post(f"{path}/tickets", headers=headers))["ticket"]
        body = {"ticket": given, "answers": an_answer(number, hours=number)}
        made(await me.post(f"{path}/responses", json=body, headers=headers))
        tickets.append(given)
    return tickets


async def everything(house: House) -> dict[str, list[dict[str, Any]]]:
    """Every row of every table, read as the database keeps it."""
    async with house.service.database.reading() as session:
        connection = await session.connection()
        tables = await connection.run_sync(reflected)
        return {table.name: [dict(row._mapping) for row in await session.execute(select(table))] for table in tables}


def reflected(connection: Connection) -> list[Table]:
    """The tables that the database has, whatever the models say."""
    found = MetaData()
    found.reflect(connection)
    return list(found.tables.values())


def plain(row: dict[str, Any]) -> str:
    """A row as text, ids as they are written everywhere."""
    return json.dumps(row, default=lambda value: value.hex() if isinstance(value, bytes) else str(value))


async def test_no_table_joins_a_member_to_an_answer(house: House) -> None:
    path = await opened(house)
    before = {name: len(rows) for name, rows in (await everything(house)).items()}
    tickets = await answer_in_turn(house, path)
    after = await everything(house)
    grown = {name: len(rows) - before[name] for name, rows in after.items() if len(rows) != before[name]}
    assert grown == {"wave_tickets": MEMBERS, "wave_responses": MEMBERS}
    members = {form for number in range(MEMBERS) for form in (str(member_number(number)), member_number(number).hex)}
    secrets = {part for ticket in tickets for part in (ticket, *ticket.split("."))}
    sent = {form for number in range(MEMBERS) for form in (f"request-of-{number:04d}", f"key-of-{number:04d}")}
    for name, rows in after.items():
        for row in map(plain, rows):
            named = any(member in row for member in members)
            assert not named or name == "wave_tickets", name
            assert not any(secret in row for secret in secrets), name
            assert not any(trace in row for trace in sent), name
    held, responses = after["wave_tickets"], after["wave_responses"]
    assert set(held[0]) == {"wave_id", "member_id", "place"}
    assert not {str(row["place"]) for row in held} & {str(row["id"]) for row in responses}
    assert {UUID(str(row[key])).version for rows, key in ((held, "place"), (responses, "id")) for row in rows} == {4}
    assert set(responses[0]) == {"id", "wave_id", "nonce_hash", "answered_on", "answers"}
    assert len({str(row["answered_on"]) for row in responses}) == 1
    assert {len(str(row["answered_on"])) for row in responses} == {len("2026-03-10")}


async def test_no_order_joins_a_member_to_an_answer(house: House) -> None:
    """Members answer in the order of their numbers; nothing keeps that order, on either side."""
    path = await opened(house)
    await answer_in_turn(house, path)
    numbers = {member_number(number).hex: number for number in range(MEMBERS)}
    for hidden in (None, "ctid", "xmin::text::bigint") if ON_POSTGRESQL else (None,):
        by = f" ORDER BY {hidden}" if hidden else ""
        async with house.service.database.reading() as session:
            answers = await session.execute(text(f"SELECT answers FROM wave_responses{by}"))  # noqa: S608
            came = [parsed(row.answers)["hours"] for row in answers]
            holders = await session.execute(text(f"SELECT member_id FROM wave_tickets{by}"))  # noqa: S608
            held = [numbers[str(row.member_id).replace("-", "")] for row in holders]
        assert sorted(came) == sorted(held) == list(range(MEMBERS))
        for seen in (came, held, [held.index(number) for number in came]):
            assert abs(rank_correlation(seen)) < 0.85, (hidden, seen)
        assert sum(one == other for one, other in zip(came, held, strict=True)) < MEMBERS / 2


def parsed(answers: Any) -> dict[str, Any]:
    """A JSON column as the driver gives it."""
    found: dict[str, Any] = json.loads(answers) if isinstance(answers, str) else answers
    return found


def rank_correlation(order: list[int]) -> float:
    """Spearman's coefficient of an order against 0, 1, 2, ...: 1 when it is kept, about 0 when it is forgotten."""
    count = len(order)
    return 1 - 6 * sum((place - one) ** 2 for place, one in enumerate(order)) / (count * (count**2 - 1))


async def test_no_place_in_a_database_file_joins_a_member_to_an_answer(house: House) -> None:
    """SQLite's pages fill up in the order of writing, and its write-ahead log is a list of writes."""
    path = await opened(house)
    await answer_in_turn(house, path)
    async with house.service.database.reading() as session:
        await session.execute(text("SELECT 1"))
    files = dict(await files_of(house))
    if ON_POSTGRESQL:
        assert "wave_responses" in files  # its pages are read by ctid above
        return
    (main,) = (content for name, content in files.items() if name.endswith(".db"))
    assert [name for name, content in files.items() if name.endswith("-wal") and content] == []
    answers = [f'"hours":{number}}}'.encode() for number in range(MEMBERS)]
    members = [member_number(number).hex.encode() for number in range(MEMBERS)]
    for needles in (answers, members):
        for find in (main.find, main.rfind):
            places = [find(needle) for needle in needles]
            assert min(places) > 0
            assert abs(rank_correlation([sorted(places).index(place) for place in places])) < 0.85


async def test_readers_at_work_leave_no_write_ahead_log_behind(house: House) -> None:
    """A reader keeps the log from being cut; once readers have gone it is cut, though nobody writes any more."""
    path = await opened(house)
    if ON_POSTGRESQL:
        return
    async with AsyncExitStack() as readers:
        for number in range(5):
            session = await readers.enter_async_context(house.service.database.reading())
            await session.execute(text("SELECT count(*) FROM wave_responses"))
            given = made(await house.as_member(number).post(f"{path}/tickets"))["ticket"]
            made(await house.client().post(f"{path}/responses", json={"ticket": given, "answers": an_answer()}))
        assert any(await logged(house))
    await eventually(lambda: logged(house), lambda left: not any(left), within=10)


async def logged(house: House) -> list[bytes]:
    """What the write-ahead log holds."""
    return [content for name, content in (await files_of(house)) if name.endswith("-wal")]


async def test_neither_database_files_nor_logs_hold_a_ticket_or_a_trace(house: House) -> None:
    path = await opened(house)
    with structlog.testing.capture_logs() as logged:
        tickets = await answer_in_turn(house, path)
        receipt = await house.as_member(3).post(f"{path}/receipts", json={"ticket": tickets[3]})
        assert made(receipt, 200)["counted"] is True
        made(await house.as_member(1).get(path), 200)
    assert [one["route"] for one in logged if one["event"] == "request"] == ["/waves/{wave_id}"]
    secrets = [part.encode() for ticket in tickets for part in ticket.split(".")]
    traces = [f"request-of-{number:04d}".encode() for number in range(MEMBERS)]
    traces += [TRACE.format(number + 1).encode() for number in range(MEMBERS)]
    said = json.dumps(logged, default=str).encode()
    for needle in (*secrets, *traces):
        assert needle not in said
        for file, content in await files_of(house):
            assert needle not in content, file


async def files_of(house: House) -> list[tuple[str, bytes]]:
    """The raw files of a SQLite database with its log, or on PostgreSQL what a dump of every table would hold."""
    url = make_url(str(house.settings.database_url))  # type: ignore[attr-defined]  # a service's settings have it
    if ON_POSTGRESQL:
        return [(name, "".join(map(plain, rows)).encode()) for name, rows in (await everything(house)).items()]
    file = Path(str(url.database))
    return [(one.name, one.read_bytes()) for one in sorted(file.parent.glob(f"{file.name}*"))]


TAKES_NO_ROW = {
    "sqlite": "CREATE TRIGGER never BEFORE INSERT ON wave_responses BEGIN SELECT RAISE(ABORT, 'never'); END",
    "postgresql": "ALTER TABLE wave_responses ADD CONSTRAINT never CHECK (answers IS NULL)",
}


async def test_a_broken_database_does_not_log_answers(house: House) -> None:
    path = await opened(house)
    given = made(await house.as_member(1).post(f"{path}/tickets"))["ticket"]
    async with house.service.database.writer.begin() as connection:
        await connection.execute(text(TAKES_NO_ROW[connection.dialect.name]))
    with structlog.testing.capture_logs() as logged:
        body = {"ticket": given, "answers": an_answer(story="nobody shall read this")}
        answer = await house.client().post(f"{path}/responses", json=body)
    assert answer.status_code == 500
    assert [(one["event"], one.get("exc_info")) for one in logged] == [("fault", None)]
    assert "nobody shall read this" not in json.dumps(logged, default=str)


async def test_a_hidden_answer_changes_no_byte_of_the_results(
    new_house: Callable[[], AbstractAsyncContextManager[House]],
) -> None:
    """One member less together, one more both: hidden both times, so nothing that can be read differs."""
    seen = []
    for moved in range(3):
        async with new_house() as house:
            path = await opened(house)
            statuses = ["alone"] * 12 + ["together"] * (7 - moved) + ["both"] * (3 + moved)
            await all_answered(house, path, [an_answer(number, status=one) for number, one in enumerate(statuses)])
            await ended(house, path)
            told = [await result(house, path, question) for question in ("status", "autonomy", "hours", "story")]
            seen.append([{**one, "wave_id": None} for one in told])
    assert seen[0] == seen[1]
    assert counts(seen[0][0]) == {"alone": 12, "together": None, "both": None, "none": 0}
    assert counts(seen[2][0])["alone"] == 12


async def test_anonymous_routes_are_marked_in_the_reference(house: House) -> None:
    paths = house.app.openapi()["paths"]
    marked = {path for path, operations in paths.items() if operations.get("post", {}).get("x-anonymous")}
    assert marked == {f"{IMPACT}/waves/{{wave_id}}/{noun}" for noun in ("tickets", "responses", "receipts")}
    for path in marked:
        assert "Idempotency-Key" not in {one["name"] for one in paths[path]["post"].get("parameters", ())}
