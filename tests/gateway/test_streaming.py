"""Both directions stream: an event arrives before the next is made, an upload is seen before it is complete."""

import asyncio
import hashlib
import json
import socket
from collections.abc import AsyncIterator
from functools import partial
from operator import le

import httpx
import pytest

from gateway.conftest import GatewayMaker
from gateway.processes import Process, workshop
from support.plain_http import NO_CERTIFICATES
from support.waiting import eventually

MEGABYTE = 1024 * 1024


async def test_an_event_arrives_before_the_next_one_is_made(client: httpx.AsyncClient) -> None:
    async with client.stream("GET", "/members/v1/events") as stream:
        events = stream.aiter_lines()
        assert stream.headers["content-type"] == "text/event-stream"
        assert await anext(events) == "data: one"
        # the workshop makes the second event only now
        await client.post("/members/v1/release")
        assert [line async for line in events if line] == ["data: two"]


@pytest.mark.parametrize("reads", [False, True], ids=["the head alone", "an event"])
async def test_a_reader_who_hangs_up_ends_the_stream_at_the_service(client: httpx.AsyncClient, reads: bool) -> None:
    """The head of a stream arrives before its first event, and whenever its reader goes the service learns of it."""

    async def hung_up() -> int:
        return int((await client.get("/members/v1/seen")).json()["hung_up"])

    before = await hung_up()
    async with client.stream("GET", "/members/v1/endless") as stream:
        assert stream.status_code == 200
        assert not reads or await anext(stream.aiter_lines()) == "data: one"
    await eventually(hung_up, lambda count: count == before + 1)


async def test_a_reader_who_hung_up_before_the_head_ends_the_stream_with_it(
    client: httpx.AsyncClient, door: Process
) -> None:
    async def seen() -> dict[str, int]:
        return dict((await client.get("/members/v1/seen")).json())

    before = await seen()
    with socket.create_connection(("127.0.0.1", door.port)) as connection:
        connection.sendall(b"GET /members/v1/late HTTP/1.1\r\nhost: a\r\n\r\n")
        await eventually(seen, lambda now: now["waiting"] == before["waiting"] + 1)
    await client.post("/members/v1/release")
    await eventually(seen, lambda now: now["hung_up"] == before["hung_up"] + 1)


async def test_a_large_upload_streams_with_flat_memory(client: httpx.AsyncClient, door: Process) -> None:
    digest, sizes = hashlib.sha256(), list[int]()

    async def received() -> int:
        return int((await client.get("/members/v1/seen")).json()["received"])

    async def parts() -> AsyncIterator[bytes]:
        for number in range(64):
            part = bytes([number]) * MEGABYTE
            digest.update(part)
            yield part
            if number % 8 == 0:
                # what was sent is at the service before the rest exists; some of it may still be on its way
                await eventually(received, partial(le, number * MEGABYTE))
                sizes.append(door.resident_kilobytes())

    answer = await client.post("/members/v1/upload", content=parts())
    assert answer.json() == {"sha256": digest.hexdigest()}
    assert max(sizes) - sizes[0] < 16 * 1024, sizes


@pytest.mark.parametrize("size", [1, 64 * 1024, 64 * 1024 + 1, 10 * MEGABYTE])
async def test_a_body_of_stated_length_arrives_whole(client: httpx.AsyncClient, size: int) -> None:
    body = bytes(n % 251 for n in range(min(size, 1024))) * (size // min(size, 1024)) + b"x" * (size % min(size, 1024))
    answer = await client.post("/members/v1/upload", content=body)
    assert answer.json() == {"sha256": hashlib.sha256(body).hexdigest()}


async def test_an_answer_that_comes_before_the_upload_is_complete(client: httpx.AsyncClient) -> None:
    answer = await client.post("/members/v1/too-large", content=b"x" * (2 * MEGABYTE))
    assert answer.status_code == 413
    assert (await client.get("/members/v1/echo")).status_code == 200


async def test_a_service_killed_within_its_answer_breaks_the_answer(make_gateway: GatewayMaker) -> None:
    for path in ("endless", "falls-silent"):
        service = workshop()
        service.start()
        door = make_gateway(members_url=service.url)
        async with httpx.AsyncClient(base_url=door.url, timeout=30, verify=NO_CERTIFICATES) as client:
            await _read_until_killed(client, f"/members/v1/{path}", service)
            # the gateway itself is well
            assert (await client.get("/livez")).status_code == 200


async def _read_until_killed(client: httpx.AsyncClient, path: str, service: Process) -> None:
    with pytest.raises(httpx.RemoteProtocolError):
        async with client.stream("GET", path) as stream:
            async for part in stream.aiter_bytes():
                assert part
                service.kill()


async def test_many_streams_and_calls_at_once(client: httpx.AsyncClient) -> None:
    async def read_one() -> str:
        async with client.stream("GET", "/members/v1/endless") as stream:
            line = await anext(stream.aiter_lines())
            await client.get("/members/v1/echo")
            return str(line)

    assert await asyncio.gather(*(read_one() for _ in range(40))) == ["data: one"] * 40


async def test_bytes_are_not_touched(client: httpx.AsyncClient) -> None:
    async with client.stream("GET", "/members/v1/binary") as answer:
        raw = b"".join([part async for part in answer.aiter_raw()])
    assert raw == bytes(range(256))
    assert answer.headers["content-encoding"] == "gzip"
    assert answer.headers.get_list("set-cookie") == ["a=1", "b=2"]


async def test_answers_without_a_body(client: httpx.AsyncClient) -> None:
    for path in ("/members/v1/things", "/", "/openapi.json"):
        head, whole = await client.head(path), await client.get(path)
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == whole.headers["content-length"], path
    assert (await client.delete("/members/v1/gone")).status_code == 204
    unchanged = await client.get("/members/v1/unchanged")
    assert (unchanged.status_code, unchanged.headers["etag"], unchanged.content) == (304, '"7"', b"")
    # the same connection still serves
    assert json.loads((await client.post("/members/v1/echo", content=b"hello")).text)["body"] == "hello"
