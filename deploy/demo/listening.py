"""Hearing what the services announce: a plain subscription to the bus, as an integrator would make it."""

import json
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import Any

import nats
from nats.aio.msg import Msg


@dataclass(frozen=True)
class Heard:
    """One event: where it was published, and its CloudEvents envelope."""

    address: str
    content: dict[str, Any]

    @property
    def fact(self) -> str:
        """What it tells, such as members.membership.joined."""
        return str(self.content["type"]).removeprefix("partage.").rpartition(".")[0]


class Listener:
    """Keeps what it hears, each event once however often it is published."""

    def __init__(self) -> None:
        self.heard: list[Heard] = []
        self._known: set[str] = set()

    async def hear(self, message: Msg) -> None:
        """Take one message of the bus."""
        content = json.loads(message.data)
        if content["id"] not in self._known:
            self._known.add(content["id"])
            self.heard.append(Heard(message.subject, content))


@asynccontextmanager
async def listening(url: str) -> AsyncIterator[Listener]:
    """A listener to every event of every office and service."""
    listener = Listener()
    connection = await nats.connect(url, name="demo")
    try:
        await connection.subscribe("partage.>", cb=listener.hear)
        await connection.flush()
        yield listener
    finally:
        await connection.close()
