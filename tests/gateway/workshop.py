"""A service to stand behind the gateway: `python workshop.py PORT`. It streams, counts and waits."""

import asyncio
import hashlib
import json
import sys
from typing import Any

import uvicorn

OPENAPI = {
    "openapi": "3.1.0",
    "info": {"title": "Workshop", "version": "1"},
    "paths": {
        "/members/v1/things": {"get": {"operationId": "list_things", "responses": {"200": {"description": "all"}}}}
    },
    "components": {"schemas": {"Thing": {"type": "object"}}},
}


class Workshop:
    """The ASGI application; what one request does, another can see under `/members/seen`."""

    def __init__(self) -> None:
        self.seen = {"received": 0, "hung_up": 0, "waiting": 0}
        self.released = asyncio.Event()

    async def __call__(self, scope: Any, receive: Any, send: Any) -> None:
        if scope["type"] != "http":
            return
        name = scope["path"].rsplit("/", 1)[-1].replace("-", "_").removesuffix(".json")
        await getattr(self, f"do_{name}", self.do_echo)(scope, receive, send)

    async def do_echo(self, scope: Any, receive: Any, send: Any) -> None:
        """What arrived, as JSON."""
        body = await _whole(receive)
        answer = {
            "method": scope["method"],
            "target": (scope["raw_path"] + (b"?" + scope["query_string"] if scope["query_string"] else b"")).decode(),
            "headers": [[name.decode(), value.decode("latin-1")] for name, value in scope["headers"]],
            "body": body.decode("latin-1"),
        }
        await _answer(send, 200, json.dumps(answer).encode(), [(b"etag", b'"7"')])

    async def do_seen(self, _scope: Any, _receive: Any, send: Any) -> None:
        """What was seen so far."""
        await _answer(send, 200, json.dumps(self.seen).encode())

    async def do_release(self, _scope: Any, _receive: Any, send: Any) -> None:
        """Let whoever waits go on."""
        self.released.set()
        await _answer(send, 200, b"{}")

    async def do_events(self, _scope: Any, receive: Any, send: Any) -> None:
        """Two events: the second is made only after somebody asked for the release."""
        self.released.clear()
        await _start(send, 200, [(b"content-type", b"text/event-stream")])
        await _part(send, b"data: one\n\n")
        await self.released.wait()
        await _part(send, b"data: two\n\n")
        await _end(send)

    async def do_endless(self, _scope: Any, receive: Any, send: Any) -> None:
        """One event, then nothing until the reader hangs up."""
        await _start(send, 200, [(b"content-type", b"text/event-stream")])
        await _part(send, b"data: one\n\n")
        while (await receive())["type"] != "http.disconnect":
            pass
        self.seen["hung_up"] += 1

    async def do_late(self, scope: Any, receive: Any, send: Any) -> None:
        """The same, but its head is made only after somebody asked for the release."""
        self.released.clear()
        self.seen["waiting"] += 1
        await self.released.wait()
        await self.do_endless(scope, receive, send)

    async def do_upload(self, _scope: Any, receive: Any, send: Any) -> None:
        """Count and hash the body as it arrives."""
        digest, more = hashlib.sha256(), True
        self.seen["received"] = 0
        while more:
            message = await receive()
            digest.update(message.get("body", b""))
            self.seen["received"] += len(message.get("body", b""))
            more = message.get("more_body", False)
        await _answer(send, 200, json.dumps({"sha256": digest.hexdigest()}).encode())

    async def do_too_large(self, _scope: Any, _receive: Any, send: Any) -> None:
        """Refuse before the body is read."""
        await _answer(send, 413, b"{}")

    async def do_never(self, _scope: Any, _receive: Any, _send: Any) -> None:
        """No answer."""
        await asyncio.Event().wait()

    async def do_falls_silent(self, _scope: Any, _receive: Any, send: Any) -> None:
        """The beginning of an answer whose length is known."""
        await _start(send, 200, [(b"content-length", b"10")])
        await _part(send, b"half")
        await asyncio.Event().wait()

    async def do_unchanged(self, _scope: Any, _receive: Any, send: Any) -> None:
        """304 that states the length of the body it does not send."""
        await _start(send, 304, [(b"etag", b'"7"')])
        await _end(send)

    async def do_gone(self, _scope: Any, _receive: Any, send: Any) -> None:
        """204."""
        await _start(send, 204, [])
        await _end(send)

    async def do_binary(self, _scope: Any, _receive: Any, send: Any) -> None:
        """Compressed bytes that nobody on the way may touch, and two cookies."""
        headers = [(b"content-encoding", b"gzip"), (b"set-cookie", b"a=1"), (b"set-cookie", b"b=2")]
        await _answer(send, 200, bytes(range(256)), headers)

    async def do_openapi(self, _scope: Any, _receive: Any, send: Any) -> None:
        """An OpenAPI document."""
        await _answer(send, 200, json.dumps(OPENAPI).encode())

    async def do_readyz(self, _scope: Any, _receive: Any, send: Any) -> None:
        """Ready."""
        await _answer(send, 200, b'{"status": "ok", "checks": {"database": "ok"}}')


async def _whole(receive: Any) -> bytes:
    body, more = b"", True
    while more:
        message = await receive()
        body += message.get("body", b"")
        more = message.get("more_body", False)
    return body


async def _start(send: Any, status: int, headers: list[tuple[bytes, bytes]]) -> None:
    await send({"type": "http.response.start", "status": status, "headers": headers})


async def _part(send: Any, body: bytes) -> None:
    await send({"type": "http.response.body", "body": body, "more_body": True})


async def _end(send: Any) -> None:
    await send({"type": "http.response.body", "body": b""})


async def _answer(send: Any, status: int, body: bytes, headers: list[tuple[bytes, bytes]] | None = None) -> None:
    length = (b"content-length", str(len(body)).encode())
    await _start(send, status, [(b"content-type", b"application/json"), length, *(headers or [])])
    await send({"type": "http.response.body", "body": body})


if __name__ == "__main__":
    uvicorn.run(
        Workshop(), host="127.0.0.1", port=int(sys.argv[1]), log_level="error", access_log=False, lifespan="off"
    )
