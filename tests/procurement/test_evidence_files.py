"""Files of evidence over HTTP: streamed in, checked against their hash, read by those who judge."""

import hashlib
from collections.abc import AsyncIterator

import httpx
import pytest

from support.house import GHENT, House
from support.purchasing import ASSESSMENTS, NOWHERE, attached, buyer, committee, made, opened, second_buyer

PDF = {"Content-Type": "application/pdf"}


def a_pdf(size: int = 600_000) -> bytes:
    """A file that begins as a PDF does, of more than two parts."""
    return b"%PDF-1.7\n" + b"imaginary " * (size // 10)


async def named(house: House, content: bytes) -> str:
    """The path of the file of evidence that names this content."""
    assessment = await opened(house)
    evidence = await attached(house, assessment, "audit", sha256=hashlib.sha256(content).hexdigest())
    return f"{ASSESSMENTS}/{assessment['id']}/evidence/{evidence}/file"


async def refused(answer: httpx.Response, status: int, problem: str) -> None:
    """The answer is this refusal."""
    assert (answer.status_code, answer.json()["type"]) == (status, f"/problems/{problem}"), answer.text


async def test_a_file_is_kept_and_read_as_it_was_sent(house: House) -> None:
    content = a_pdf()
    path = await named(house, content)
    await refused(await committee(house).get(path), 404, "evidence-not-found")

    async def pieces() -> AsyncIterator[bytes]:
        for start in range(0, len(content), 70_000):
            yield content[start : start + 70_000]

    sent = await made(await buyer(house).put(path, content=pieces(), headers=PDF), 200)
    assert (sent["media_type"], sent["size"]) == ("application/pdf", len(content))
    read = await committee(house).get(path)
    assert (read.status_code, read.content) == (200, content)
    assert read.headers["content-type"] == "application/pdf"
    assert read.headers["content-disposition"] == 'attachment; filename="audit.pdf"'
    again = await made(await buyer(house).put(path, content=content, headers=PDF), 200)
    assert again == sent
    (listed,) = (await buyer(house).get(path.rpartition("/evidence/")[0] + "/evidence")).json()["items"]
    assert listed == sent


async def test_another_file_than_the_one_named_is_refused_whole(house: House) -> None:
    path = await named(house, a_pdf())
    await refused(await buyer(house).put(path, content=a_pdf() + b"!", headers=PDF), 422, "file-differs")
    await refused(await committee(house).get(path), 404, "evidence-not-found")


@pytest.mark.parametrize(
    ("media_type", "content"),
    [
        ("text/html", b"<script>"),
        ("", a_pdf(10)),
        ("application/pdf", b"<script>"),
        ("application/pdf", b""),
        ("image/png", a_pdf(10)),
        ("application/json", b"{}"),
    ],
)
async def test_what_is_not_of_an_accepted_type_is_refused(house: House, media_type: str, content: bytes) -> None:
    path = await named(house, content)
    headers = {"Content-Type": media_type} if media_type else {}
    await refused(await buyer(house).put(path, content=content, headers=headers), 415, "file-type-refused")


@pytest.mark.parametrize("beginning", [b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff"])
async def test_pictures_are_taken_too(house: House, beginning: bytes) -> None:
    content = beginning + b"pixels"
    media_type = "image/png" if beginning.startswith(b"\x89") else "image/jpeg"
    path = await named(house, content)
    await made(await buyer(house).put(path, content=content, headers={"Content-Type": media_type}), 200)
    assert (await committee(house).get(path)).headers["content-type"] == media_type


async def test_ten_megabytes_and_not_a_byte_more(house: House) -> None:
    largest = a_pdf(10).ljust(10_000_000, b"x")
    path = await named(house, largest)

    async def endless() -> AsyncIterator[bytes]:
        while True:
            yield largest[:1_000_000]

    for body in (largest + b"x", endless()):
        await refused(await buyer(house).put(path, content=body, headers=PDF), 413, "body-too-large")
    assert (await buyer(house).put(path, content=largest, headers=PDF)).status_code == 200
    assert (await committee(house).get(path)).content == largest


async def test_a_file_is_sent_while_the_assessment_is_written(house: House) -> None:
    content = a_pdf(10)
    path = await named(house, content)
    await made(await buyer(house).post(path.rpartition("/evidence/")[0] + "/submit"), 200)
    await refused(await buyer(house).put(path, content=content, headers=PDF), 409, "not-possible-now")


async def test_who_sends_and_who_reads(house: House) -> None:
    content = a_pdf(10)
    path = await named(house, content)
    assert (await house.as_member(1).put(path, content=content, headers=PDF)).status_code == 403
    assert (await committee(house).put(path, content=content, headers=PDF)).status_code == 403
    abroad = buyer(house, office=GHENT)
    await refused(await abroad.put(path, content=content, headers=PDF), 404, "assessment-not-found")
    await made(await second_buyer(house).put(path, content=content, headers=PDF), 200)
    assert (await house.as_member(1).get(path)).status_code == 403
    await refused(await abroad.get(path), 404, "assessment-not-found")
    elsewhere = path.replace(path.split("/")[-2], NOWHERE)
    await refused(await buyer(house).put(elsewhere, content=content, headers=PDF), 404, "evidence-not-found")
    own = await second_buyer(house).post(path.rpartition("/file")[0] + "/verify")
    assert own.status_code in (403, 409), "who sent the file has a part in it"
