"""Reading a durable with one continuous pull request.

nats-py's `fetch` stalls after a timed-out fetch, and a pull request dies with a server restart. So one request stays
open: the server answers it message by message and shows with idle heartbeats that it still knows it; when it has been
answered in full, or silence lasts too long, it is asked again. Messages in hand are kept alive while their handlers
work, and given back when the reading ends.
"""

import asyncio
import json
from collections import deque
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass

import structlog
from nats.aio.msg import Msg
from nats.aio.subscription import Subscription
from nats.errors import Error
from nats.js.api import Header

from partage_kit.bus.nats_link import Link
from partage_kit.bus.nats_publishing import id_of
from partage_kit.bus.port import BusUnavailable

log = structlog.get_logger("partage.bus")

EXPIRES_S = 60
NS = 1_000_000_000


@dataclass(frozen=True, slots=True)
class Pace:
    """How messages are handed out: the size of a request, and the seconds after which silence means trouble."""

    request: int = 500
    settle_s: float = 10
    """A message that is not settled within this time (its reader died) is handed to another reader."""
    heartbeat_s: float = 2


class Reading:
    """One open reading; `open` before use, `close` after."""

    def __init__(self, link: Link, stream: str, consumer: str, pace: Pace) -> None:
        self.link, self.pace = link, pace
        self._subject = f"$JS.API.CONSUMER.MSG.NEXT.{stream}.{consumer}"
        self._subscription: Subscription | None = None
        self._inbox = ""
        self._asked = 0
        self._over: str | None = None
        self._waiting: deque[Handed] = deque()
        self._held: dict[str, Msg] = {}
        self._arrived = asyncio.Event()
        self._alive: asyncio.Task[None] | None = None

    async def open(self) -> None:
        """Ask for messages, and keep those in hand alive."""
        self.link.waking.add(self._arrived)
        await self._ask_anew()
        self._alive = asyncio.create_task(self._keep_alive(), name="bus-keep-alive")

    async def close(self) -> None:
        """Stop asking and give back what is in hand."""
        self.link.waking.discard(self._arrived)
        if self._alive is not None:
            self._alive.cancel()
            with suppress(asyncio.CancelledError):
                await self._alive
        await self._unsubscribe()
        for reply in list(self._held):
            await self.settle(reply, Msg.Ack.Nak)

    async def next(self, limit: int) -> Sequence["Handed"]:
        """Wait for messages, at least one and at most `limit`."""
        while not self._waiting:
            self._arrived.clear()
            if self._over or self.link.ended.is_set():
                raise BusUnavailable(self._over or "the connection ended")
            await self._ask_if_answered()
            try:
                async with asyncio.timeout(3 * self.pace.heartbeat_s):
                    await self._arrived.wait()
            except TimeoutError:
                if not self._waiting:
                    log.warning("the bus fell silent; asking again", subject=self._subject)
                    await self._ask_anew()
        return [self._waiting.popleft() for _ in range(min(limit, len(self._waiting)))]

    async def settle(self, reply: str, word: bytes) -> None:
        """Tell the server about one message. A word that cannot be said is made up for by a redelivery."""
        if self._held.pop(reply, None) is not None:
            with suppress(Error, OSError):
                await self.link.client.publish(reply, word)

    async def _ask_anew(self) -> None:
        await self._unsubscribe()
        try:
            self._inbox = self.link.client.new_inbox()
            # no limit on what waits here: beyond a limit the client drops messages, and the request bounds them anyway
            self._subscription = await self.link.client.subscribe(
                self._inbox, cb=self._receive, pending_msgs_limit=-1, pending_bytes_limit=-1
            )
        except (Error, OSError) as error:
            raise BusUnavailable(str(error)) from error
        self._asked = 0
        await self._ask_if_answered()

    async def _ask_if_answered(self) -> None:
        if self._asked > 0 or len(self._waiting) > self.pace.request:
            return
        self._asked = self.pace.request
        expires, heartbeat = EXPIRES_S * NS, int(self.pace.heartbeat_s * NS)
        request = {"batch": self.pace.request, "expires": expires, "idle_heartbeat": heartbeat}
        try:
            await self.link.client.publish(self._subject, json.dumps(request).encode(), self._inbox)
        except (Error, OSError) as error:
            raise BusUnavailable(str(error)) from error

    async def _unsubscribe(self) -> None:
        if self._subscription is not None:
            with suppress(Error, OSError):
                await self._subscription.unsubscribe()

    async def _receive(self, message: Msg) -> None:
        if message.reply.startswith("$JS.ACK."):
            self._asked -= 1
            self._held[message.reply] = message
            self._waiting.append(Handed(message, self))
            with suppress(BusUnavailable):
                await self._ask_if_answered()
        else:
            self._note_status(message.headers or {})
        self._arrived.set()

    def _note_status(self, headers: dict[str, str]) -> None:
        status, description = headers.get(Header.STATUS, ""), headers.get(Header.DESCRIPTION, "")
        if status == "100":  # a heartbeat
            return
        if status == "503" or "Deleted" in description:
            self._over = f"the durable is gone ({description or 'no responders'})"
        self._asked = 0  # expired, or ended by the server: this request brings nothing more

    async def _keep_alive(self) -> None:
        while True:
            await asyncio.sleep(self.pace.settle_s / 3)
            with suppress(Error, OSError):
                for reply in list(self._held):
                    await self.link.client.publish(reply, Msg.Ack.Progress)


@dataclass(frozen=True, slots=True)
class Handed:
    """One delivery."""

    message: Msg
    reading: Reading

    @property
    def id(self) -> str | None:
        """The publisher's message id."""
        return id_of(self.message.headers)

    @property
    def address(self) -> str:
        """Where it was published."""
        return self.message.subject

    @property
    def body(self) -> bytes:
        """What was published."""
        return self.message.data

    async def done(self) -> None:
        """It is dealt with."""
        await self.reading.settle(self.message.reply, Msg.Ack.Ack)

    async def again(self, after: float) -> None:
        """Deliver it once more in so many seconds."""
        delay = json.dumps({"delay": int(after * NS)}).encode()
        await self.reading.settle(self.message.reply, Msg.Ack.Nak + b" " + delay)
