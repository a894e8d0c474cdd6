"""What somebody is told at a door, and how."""

from collections.abc import Mapping
from typing import Any, NamedTuple

import httpx

from support.house import House
from support.statements import statements


class Told(NamedTuple):
    """What somebody is told, and by which statements."""

    status: int
    headers: list[tuple[str, str]]
    content: bytes
    sent: list[str]


async def knock(
    house: House,
    who: httpx.AsyncClient,
    method: str,
    path: str,
    body: object = None,
    headers: Mapping[str, str] | None = None,
) -> Told:
    """What somebody is told at one door."""
    database, sending = house.service.database, {"X-Request-Id": "the-same", **(headers or {})}
    with statements(database.reader.sync_engine) as read, statements(database.writer.sync_engine) as written:
        more: dict[str, Any] = {} if body is None else {"json": body}
        answer = await who.request(method, path, headers=sending, **more)
    sent = [statement for statement, _ in (*read, *written)]
    return Told(answer.status_code, sorted(answer.headers.items()), answer.content, sent)
