"""Files that are no rows: each gets a clear no, and leaves nothing behind."""

import gzip
import io
import zipfile
from collections.abc import AsyncIterator

import httpx
import pytest
from sqlalchemy import func, select

from partage_kit.auth import Role
from support import parts
from support.house import House
from support.intake import CSV, NDJSON, sent

PATH = "/kit/v1/parts/imports"
HEAD = "number,name\n"
LONG = "x" * 10_000_000


def zipped() -> bytes:
    """A zip bomb, as a workbook would begin."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b"\x00" * 1_000_000)
    return made.getvalue()


CASES = {
    "empty": (b"", CSV, 422, "file-unreadable", "empty"),
    "only a byte order mark": (b"\xef\xbb\xbf", CSV, 422, "file-unreadable", "empty"),
    "only empty lines": (b"\n\n\n", CSV, 422, "file-unreadable", "empty"),
    "only a head": (HEAD.encode(), CSV, 422, "file-unreadable", "no row"),
    "UTF-16": ((HEAD + "1,Vis\n").encode("utf-16"), CSV, 422, "file-unreadable", "UTF-16"),
    "UTF-16 without a mark": ((HEAD + "1,Vis\n").encode("utf-16-le"), CSV, 422, "file-unreadable", "UTF-16"),
    "Latin-1": ((HEAD + "1,Écrou\n").encode("latin-1"), CSV, 422, "file-unreadable", "near line 2 is not UTF-8"),
    "half a character at the end": ("number,name\n1,É".encode()[:-1], CSV, 422, "file-unreadable", "not UTF-8"),
    "NUL": (HEAD.encode() + b"1,V\x00is\n", CSV, 422, "file-unreadable", "NUL"),
    "a quote that is not closed": ((HEAD + '1,"Vis\n2,Clou\n').encode(), CSV, 422, "file-unreadable", "no CSV near"),
    "text behind a quote": ((HEAD + '1,"Vis"x\n').encode(), CSV, 422, "file-unreadable", "no CSV near line 2"),
    "old Mac line ends": (b"number,name\r1,Vis\r", CSV, 422, "file-unreadable", "no CSV"),
    "a field of 10 MB": ((HEAD + f"1,{LONG}\n").encode(), CSV, 422, "file-unreadable", "characters"),
    "a quoted field of 10 MB": ((HEAD + f'1,"{LONG}"\n').encode(), CSV, 422, "file-unreadable", "characters"),
    "a line of 10 MB": (f'{{"number": "1", "name": "{LONG}"}}'.encode(), NDJSON, 422, "file-unreadable", "characters"),
    "an unknown column": (b"number,name,colour\n1,Vis,red\n", CSV, 422, "columns-wrong", "unknown: 'colour'"),
    "a column twice": (b"number,name,name\n1,Vis,Vis\n", CSV, 422, "columns-wrong", "named twice: 'name'"),
    "a head of nothing but commas": (b"," * 190_000 + b"\n1\n", CSV, 422, "columns-wrong", "named twice: ''"),
    "a column missing": (b"number\n1\n", CSV, 422, "columns-wrong", "missing: 'name'"),
    "an unknown key": (
        b'{"number": "1", "name": "Vis", "x": 1}\n',
        NDJSON,
        422,
        "columns-wrong",
        "unknown: 'x' (line 1)",
    ),
    "a key twice": (b'{"number": "1", "number": "2", "name": "Vis"}\n', NDJSON, 422, "file-unreadable", "twice"),
    "no JSON": (b"number,name\n1,Vis\n", NDJSON, 422, "file-unreadable", "line 1 is not JSON"),
    "a list": (b"[1, 2]\n", NDJSON, 422, "file-unreadable", "not a JSON object"),
    "half a surrogate": (b'{"number": "1", "name": "\\ud800"}\n', NDJSON, 422, "file-unreadable", "surrogate"),
    "a number beyond all": (b'{"number": -1e999, "name": "Vis"}\n', NDJSON, 422, "file-unreadable", "too large"),
    "deep JSON": (b'{"number": ' + b"[" * 50_000, NDJSON, 422, "file-unreadable", "line 1 is not JSON"),
    "gzip": (gzip.compress(HEAD.encode() * 1000), CSV, 415, "file-compressed", "gzip"),
    "a zip bomb": (zipped(), CSV, 415, "file-compressed", "zip"),
    "an old workbook": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 600, CSV, 415, "file-compressed", "xls"),
    "another type": (b"<a/>", "application/xml", 415, "file-type-refused", "text/csv"),
    "another charset": (HEAD.encode(), "text/csv; charset=iso-8859-1", 415, "file-type-refused", "UTF-8"),
    "too many rows": (HEAD.encode() + b"1,Vis\n" * 5_001, CSV, 413, "too-many-rows", "5,000"),
}


def staff(house: House) -> httpx.AsyncClient:
    return house.as_role(Role.STAFF)


async def left_behind(house: House) -> int:
    """Rows that are staged, and jobs."""
    found = 0
    async with house.service.database.reading() as session:
        for name in ("staged_rows", "jobs"):
            table = parts.tables.metadata.tables[name]
            found += (await session.execute(select(func.count()).select_from(table))).scalar_one()
    return found


@pytest.mark.parametrize("name", CASES)
async def test_a_broken_file_gets_a_clear_no_and_leaves_nothing(house: House, name: str) -> None:
    content, media_type, status, code, told = CASES[name]
    answer = await sent(staff(house), PATH, content, media_type)
    problem = answer.json()
    assert (answer.status_code, problem["type"]) == (status, f"/problems/{code}"), problem
    assert told in problem["detail"] and len(problem["detail"]) < 600
    assert await left_behind(house) == 0


async def test_a_file_that_breaks_late_leaves_no_row_of_its_beginning(house: House) -> None:
    good = "".join(f"{number},Vis\n" for number in range(4_500))
    answer = await sent(staff(house), PATH, HEAD + good + '1,"Vis"x\n')
    assert answer.status_code == 422 and "line 4502" in answer.json()["detail"]
    assert await left_behind(house) == 0


async def test_a_body_with_a_content_encoding_is_not_unpacked(house: House) -> None:
    headers = {"Content-Type": CSV, "Content-Encoding": "gzip"}
    answer = await staff(house).post(PATH, content=gzip.compress(HEAD.encode() * 10_000), headers=headers)
    assert (answer.status_code, answer.json()["type"]) == (415, "/problems/file-compressed")


async def test_only_who_may_bring_in_rows_is_read(house: House) -> None:
    for who, status in ((house.client(), 401), (house.as_member(1), 403)):
        assert (await sent(who, PATH, HEAD + "1,Vis\n")).status_code == status
    assert await left_behind(house) == 0


@pytest.mark.parametrize("size", [1, 2, 7])
async def test_it_does_not_matter_how_the_file_is_cut_on_its_way(house: House, size: int) -> None:
    text = '\ufeffnumber;name\r\n1;"Écrou; ""M8""\r\nlong"\r\n2;Vis\r\n'.encode()

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(text), size):
            yield text[start : start + size]

    answer = await staff(house).post(PATH, content=pieces(), headers={"Content-Type": CSV}, params={"dry_run": "true"})
    assert answer.status_code == 202
    async with house.service.database.reading() as session:
        table = parts.tables.metadata.tables["staged_rows"]
        rows = (await session.execute(select(table.c.given).order_by(table.c.number))).scalars().all()
    assert [row["name"] for row in rows] == ['Écrou; "M8"\r\nlong', "Vis"]
