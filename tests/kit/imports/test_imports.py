"""Files that are brought in: all or nothing, told by row and column, and nothing staged is left."""

import json
from collections.abc import AsyncIterator
from typing import Any

import httpx
from sqlalchemy import select

from partage_kit.auth import Role
from support import parts
from support.house import House, at_once
from support.intake import CSV, NDJSON, imported, reported, sent, until_idle

PATH = "/kit/v1/parts/imports"
EXPORT = "/kit/v1/parts/export"


def staff(house: House) -> httpx.AsyncClient:
    return house.as_role(Role.STAFF)


async def held(house: House) -> list[tuple[Any, ...]]:
    """The parts there are."""
    columns = (parts.parts.c[name] for name in ("number", "name", "weight", "tags"))
    async with house.service.database.reading() as session:
        return [tuple(row) for row in await session.execute(select(*columns).order_by(parts.parts.c.number))]


async def staged(house: House) -> int:
    async with house.service.database.reading() as session:
        return len((await session.execute(parts.tables.metadata.tables["staged_rows"].select())).all())


async def test_a_csv_is_published_at_once_and_its_staged_rows_go(house: House) -> None:
    text = 'number;name;weight;came_on;tags\n1;"Vis; à bois";12;2026-03-01;steel|long\n2;Écrou;;;\n'
    job = await imported(house, staff(house), PATH, "\ufeff" + text.replace("\n", "\r\n"))
    assert job["state"] == "done" and job["done"] == job["total"] == 2
    assert job["result"] == {"rows": 2, "valid": 2, "wrong": 0, "errors": 0, "published": 2}
    assert await held(house) == [("1", "Vis; à bois", 12, ["steel", "long"]), ("2", "Écrou", None, [])]
    assert await staged(house) == 0


async def test_ndjson_is_published_alike(house: House) -> None:
    rows = [{"number": "1", "name": "Vis", "weight": 12, "tags": ["steel"]}, {"number": "2", "name": "Écrou"}]
    body = "".join(json.dumps(row) + "\n" for row in rows)
    assert (await imported(house, staff(house), PATH, body, NDJSON))["state"] == "done"
    assert await held(house) == [("1", "Vis", 12, ["steel"]), ("2", "Écrou", None, [])]


async def test_the_same_file_again_changes_nothing_and_another_changes_by_key(house: House) -> None:
    for text in ("number,name\n1,Vis\n2,Clou\n", "number,name\n1,Vis\n2,Clou\n", "number,name\n2,Pointe\n"):
        assert (await imported(house, staff(house), PATH, text))["state"] == "done"
    assert await held(house) == [("1", "Vis", None, []), ("2", "Pointe", None, [])]


WRONG = "number,name,weight\n1,Vis,12\n2,,heavy\n3,taboo,\n1,Clou,\n4,Fil,3\n"
REPORT = [
    (2, "name", "it is empty, and is needed"),
    (2, "weight", "Input should be a valid integer, unable to parse string as an integer"),
    (3, "name", "no part is called so"),
    (4, None, "the same as row 1"),
]


async def test_one_wrong_row_rejects_the_file_and_the_report_tells_each_place(house: House) -> None:
    job = await imported(house, staff(house), PATH, WRONG)
    assert (job["state"], job["problem"]["type"]) == ("failed", "/problems/import-rejected")
    assert job["result"] == {"rows": 5, "valid": 2, "wrong": 3, "errors": 4, "published": 0}
    assert await reported(staff(house), job) == REPORT
    for asked, title in (("nl", "Regels van het bestand zijn fout"), ("fr", "Des lignes du fichier sont incorrectes")):
        read = (await staff(house).get(f"/kit/v1/jobs/{job['id']}", headers={"Accept-Language": asked})).json()
        assert read["problem"] == {**job["problem"], "title": title}
    assert await held(house) == [] and await staged(house) == 0
    as_csv = await staff(house).get(f"{job['report']}/download")
    assert as_csv.text.splitlines()[0] == "row,column,detail" and len(as_csv.text.splitlines()) == 5
    lines = (await staff(house).get(f"{job['report']}/download", params={"format": "ndjson"})).text.splitlines()
    assert [tuple(json.loads(line).values()) for line in lines] == REPORT


async def test_all_that_is_wrong_is_told_at_once_whatever_kind_of_error_comes_first(house: House) -> None:
    lines = [f"{number},taboo,\n" if number % 50 == 49 else f"{number},Vis,\n" for number in range(2_000)]
    lines[0], lines[700], lines[1_500] = "0,Vis\n", '700,"a\nb",,,\n', "1500,Vis,heavy\n"
    job = await imported(house, staff(house), PATH, "number,name,weight\n" + "".join(lines))
    assert (job["state"], job["result"]["wrong"], job["result"]["errors"]) == ("failed", 43, 43)
    report = await reported(staff(house), job)
    misshapen = [line for line in report if line[2] != "no part is called so"]
    assert misshapen == [
        (1, None, "it has 2 cells, the head has 3"),
        (701, None, "it has 5 cells, the head has 3"),
        (1_501, "weight", "Input should be a valid integer, unable to parse string as an integer"),
    ]
    assert [row for row, *_ in report] == sorted([1, 701, 1_501, *range(50, 2_001, 50)])
    taken = await imported(house, staff(house), PATH, "number,name,weight\n" + "".join(lines), accept_valid="true")
    assert (taken["result"]["published"], len(await held(house))) == (1_957, 1_957)


async def test_the_valid_rows_alone_are_published_when_that_is_accepted(house: House) -> None:
    job = await imported(house, staff(house), PATH, WRONG, accept_valid="true")
    assert (job["state"], job["result"]["published"], job["result"]["wrong"]) == ("done", 2, 3)
    assert [row[:2] for row in await held(house)] == [("1", "Vis"), ("4", "Fil")]
    assert await reported(staff(house), job) == REPORT


async def test_a_dry_run_tells_and_publishes_nothing(house: House) -> None:
    job = await imported(house, staff(house), PATH, WRONG, dry_run="true")
    assert (job["state"], job["result"]["wrong"], job["result"]["published"]) == ("done", 3, 0)
    assert await reported(staff(house), job) == REPORT
    assert await held(house) == [] and await staged(house) == 0


async def test_the_first_thousand_errors_are_kept_and_all_are_counted(house: House) -> None:
    text = "number,name\n" + "".join(f"{number},taboo\n" for number in range(2_500))
    job = await imported(house, staff(house), PATH, text)
    assert job["result"]["errors"] == job["result"]["wrong"] == 2_500
    lines = (await staff(house).get(f"{job['report']}/download")).text.splitlines()
    assert len(lines) == 1 + 1_000 and lines[-1].startswith("1000,name,")


async def test_a_cancelled_import_leaves_nothing(house: House) -> None:
    answer = await sent(staff(house), PATH, "number,name\n1,Vis\n")
    assert await staged(house) == 1
    assert (await staff(house).post(f"{answer.headers['location']}/cancel")).status_code == 200
    await until_idle(house)
    assert await held(house) == [] and await staged(house) == 0


async def test_what_is_exported_can_be_brought_in_again_and_holds_no_formula(house: House) -> None:
    names = ["=1+1", "+32 470", "-1", "@SUM(A1)", "'=kept", "'tHooft", 'say "no"; or, yes', "été"]
    rows = "".join(
        json.dumps({"number": str(n), "name": name, "tags": ["a", "b"]}) + "\n" for n, name in enumerate(names)
    )
    assert (await imported(house, staff(house), PATH, rows, NDJSON))["state"] == "done"
    before = await held(house)
    for written, media_type in (("csv", "text/csv"), ("ndjson", NDJSON)):
        file = await staff(house).get(EXPORT, headers={"Accept": media_type})
        assert file.headers["content-type"].startswith(media_type)
        assert file.headers["content-disposition"] == f'attachment; filename="parts.{written}"'
        if written == "csv":
            cells = [line.split(",")[1].strip('"') for line in file.text.splitlines()[1:]]
            assert not [cell for cell in cells if cell[0] in "=+-@\t\r"]
        async with house.service.database.writer.begin() as connection:
            await connection.execute(parts.parts.delete())
        assert (await imported(house, staff(house), PATH, file.content, media_type))["state"] == "done"
        assert await held(house) == before


async def test_a_long_export_comes_page_by_page_and_whole(house: House) -> None:
    text = "number,name\n" + "".join(f"{number:05},Vis\n" for number in range(2_001))
    assert (await imported(house, staff(house), PATH, text))["state"] == "done"
    lines = (await staff(house).get(EXPORT)).text.splitlines()
    assert [line.split(",")[0] for line in lines[1:]] == [f"{number:05}" for number in range(2_001)]


async def keyed(house: House, content: str, **query: Any) -> httpx.Response:
    """The answer to a file that was sent with a key, in small pieces."""

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(content), 7):
            yield content[start : start + 7].encode()

    headers = {"Content-Type": CSV, "Idempotency-Key": "once"}
    return await staff(house).post(PATH, content=pieces(), headers=headers, params=query)


async def test_a_file_that_is_sent_again_under_its_key_is_the_same_job(house: House) -> None:
    text = "number,name\n1,Vis\n2,Clou\n"
    first, again = await keyed(house, text), await keyed(house, text)
    assert (first.status_code, again.status_code, again.content) == (202, 202, first.content)
    assert again.headers["location"] == first.headers["location"]
    assert ("idempotent-replayed" in first.headers, again.headers["idempotent-replayed"]) == (False, "true")
    assert await staged(house) == 2, "the rows of the repeat are gone"
    await until_idle(house)
    assert (await keyed(house, text)).content == first.content, "also when the job is over"
    assert len((await staff(house).get("/kit/v1/jobs")).json()["items"]) == 1
    assert await staged(house) == 0


async def test_another_file_under_the_same_key_is_refused(house: House) -> None:
    text = "number,name\n1,Vis\n2,Clou\n"
    assert (await keyed(house, text)).status_code == 202
    others = [await keyed(house, text.replace("Clou", "Pointe")), await keyed(house, text, dry_run="true")]
    assert {(one.status_code, one.json()["type"]) for one in others} == {(422, "/problems/key-reused")}
    assert await staged(house) == 2


async def test_of_files_sent_at_once_under_one_key_one_is_brought_in(house: House) -> None:
    answers = await at_once(5, lambda _: keyed(house, "number,name\n1,Vis\n"))
    assert {one.status_code for one in answers} == {202}
    assert len({one.content for one in answers}) == 1
    assert await staged(house) == 1


async def test_a_file_that_was_refused_leaves_its_key_free(house: House) -> None:
    assert (await keyed(house, "nummer,name\n1,Vis\n")).status_code == 422
    assert (await keyed(house, "number,name\n1,Vis\n")).status_code == 202
