"""Callers who leave, who stall, and who ask with HEAD."""

import asyncio
from typing import Any

from prometheus_client import REGISTRY
from starlette.types import Message
from structlog.testing import capture_logs

from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from partage_kit.http.context import Patience, RequestContext
from support.house import BRUSSELS, House, member_number

NOTES = "/kit/v1/notes"
ROUTE = "/notes"
SHORT = Patience(silence=0.05, whole=0.2)


async def write_note(
    house: House, *pieces: Message, then_silent: bool = False, patience: Patience | None = None
) -> list[Message]:
    """What a service sends to a member whose request arrives in these pieces."""
    token = issue(house.settings, [Role.MEMBER], BRUSSELS, member_number(1))
    headers = [(b"authorization", f"Bearer {token}".encode()), (b"content-type", b"application/json")]
    scope: dict[str, Any] = {
        "type": "http", "asgi": {"version": "3.0"}, "http_version": "1.1", "method": "POST",
        "path": NOTES, "raw_path": NOTES.encode(), "query_string": b"", "headers": headers, "scheme": "http",
        "server": ("service.test", 80), "client": ("127.0.0.1", 5),
    }  # fmt: skip
    waiting, sent = list(pieces), []

    async def receive() -> Message:
        if not waiting and then_silent:
            await asyncio.Event().wait()
        return waiting.pop(0)

    async def send(message: Message) -> None:
        sent.append(message)

    app = RequestContext(house.app, patience=patience) if patience else house.app
    await app(scope, receive, send)
    return sent


def counted(status: str) -> float:
    """How many requests to write a note ended so."""
    labels = {"method": "POST", "route": ROUTE, "status": status}
    return REGISTRY.get_sample_value("partage_request_seconds_count", labels) or 0


async def test_a_caller_who_leaves_while_sending_is_no_fault(house: House) -> None:
    faults, gone = counted("500"), counted("499")
    begun = {"type": "http.request", "body": b'{"title": ', "more_body": True}
    with capture_logs() as lines:
        await write_note(house, begun, {"type": "http.disconnect"})
    assert counted("500") == faults and counted("499") == gone + 1
    assert [line for line in lines if line["log_level"] != "debug"] == []


async def test_a_body_that_stops_coming_is_answered_and_its_connection_closed(house: House) -> None:
    begun = {"type": "http.request", "body": b'{"title": ', "more_body": True}
    start, body = await write_note(house, begun, then_silent=True, patience=SHORT)
    assert start["status"] == 408 and b"/problems/body-too-slow" in body["body"]
    assert (b"connection", b"close") in start["headers"]


async def test_a_body_that_drips_for_ever_is_ended_too(house: House) -> None:
    drops = [{"type": "http.request", "body": b" ", "more_body": True}] * 1_000
    start, _body = await write_note(house, *drops, then_silent=True, patience=Patience(silence=60, whole=0.2))
    assert start["status"] == 408


async def test_head_is_get_without_a_body(house: House) -> None:
    me = house.as_member(1)
    for path in (NOTES, "/livez", f"{NOTES}?limit=1"):
        asked, told = await me.get(path), await me.head(path)
        assert (told.status_code, told.content) == (asked.status_code, b"")
        assert told.headers["content-type"] == asked.headers["content-type"]
    assert (await me.head(NOTES)).headers["content-length"] == str(len((await me.get(NOTES)).content))


async def test_head_where_nothing_is_read_is_refused(house: House) -> None:
    refused = await house.as_member(1).head("/kit/v1/shelves")
    assert (refused.status_code, refused.headers["allow"]) == (405, "POST")
