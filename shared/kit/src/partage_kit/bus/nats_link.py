"""One connection to a NATS server, from its birth to its end, and the keeper that makes the next one.

The client's own reconnecting is off: it gives up for good on some server errors, and acknowledgements that were under
way never resolve. Here a connection that ends fails everything under way at once, and a fresh one is made, endlessly.
"""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from typing import Any, TypeVar

import structlog
from nats.aio.client import Client
from nats.errors import Error
from nats.js import JetStreamContext
from nats.js.errors import APIError, ServiceUnavailableError

from partage_kit.bus.port import BusUnavailable

log = structlog.get_logger("partage.bus")

RETRY_S = 0.25
CONNECT_S = 2
CLOSE_S = 1
WATCH_S = 0.5
"""How soon the end of a connection is noticed that the client does not report: it fails to when the server is gone
while something waits to be sent."""

BUFFER = 64 * 1024 * 1024
"""Bytes to be sent; beyond them the client blocks, and neither a lost connection nor a cancellation frees it."""

PING_S = 5
"""A silent peer is noticed after two unanswered pings."""

T = TypeVar("T")


class Link:
    """One live connection."""

    def __init__(self, client: Client, answer_s: float, up: asyncio.Event) -> None:
        self.client = client
        self.up = up
        """Cleared at the end, so that nobody takes a dead connection for a live one."""
        self.answer_s = answer_s
        self.jetstream: JetStreamContext = client.jetstream(timeout=answer_s)
        self.ended = asyncio.Event()
        self.waking: set[asyncio.Event] = set()
        """Set at the end too, for those who wait for something else."""

    async def end(self) -> None:
        """The connection is gone, says the client; or it is of no use any more."""
        if not self.ended.is_set():
            self.ended.set()
            self.up.clear()
            for event in self.waking:
                event.set()

    async def until_ended(self) -> None:
        """Wait for the end, whether the client tells of it or not."""
        while not self.ended.is_set():
            with suppress(TimeoutError):
                async with asyncio.timeout(WATCH_S):
                    await self.ended.wait()
            if self.client.is_closed:
                await self.end()

    async def answer(self, asked: Awaitable[T]) -> T:
        """The answer to a question, within the time limit and the connection's life.

        Raises:
            BusUnavailable: the connection ended, time ran out, or nobody is there to answer.
            APIError: the server said no.
        """
        question = asyncio.ensure_future(asked)
        question.add_done_callback(_hear_out)
        end = asyncio.ensure_future(self.ended.wait())
        try:
            await asyncio.wait({question, end}, timeout=self.answer_s, return_when=asyncio.FIRST_COMPLETED)
            if question.done() and not question.cancelled():
                return question.result()
            if self.ended.is_set():
                raise BusUnavailable("the connection ended")
            await self.end()  # a server that does not answer in time is left; the keeper connects anew
            raise BusUnavailable("no answer in time")
        except (Error, OSError, TimeoutError) as error:
            if isinstance(error, APIError) and not isinstance(error, ServiceUnavailableError):
                raise
            raise BusUnavailable(str(error) or type(error).__name__) from error
        finally:
            end.cancel()
            question.cancel()


def _hear_out(question: asyncio.Future[Any]) -> None:
    """Of one that was given up, an error that comes later is of no interest."""
    if not question.cancelled():
        question.exception()


class Keeper:
    """Keeps a connection to the server, as long as it takes and as often as it breaks."""

    def __init__(self, url: str, name: str, answer_s: float) -> None:
        self.url, self.name, self.answer_s = url, name, answer_s
        self._link: Link | None = None
        self._up = asyncio.Event()
        self._task: asyncio.Task[None] | None = None
        self._leaving = False

    @property
    def connected(self) -> bool:
        """Whether there is a live connection."""
        return self._up.is_set()

    @property
    def link(self) -> Link:
        """The live connection.

        Raises:
            BusUnavailable: there is none.
        """
        if self._link is None or not self._up.is_set():
            raise BusUnavailable("not connected")
        return self._link

    async def until_connected(self) -> None:
        """Wait for a live connection."""
        await self._up.wait()

    def start(self) -> None:
        """Begin to connect, in the background."""
        self._leaving = False
        self._task = asyncio.create_task(self._keep(), name="bus")

    async def close(self) -> None:
        """Leave the server; at most a second is given to what is still in the buffers."""
        self._leaving = True
        if self._task is not None:
            self._task.cancel()
            with suppress(asyncio.CancelledError):
                await self._task

    async def _keep(self) -> None:
        reported = False
        while not self._leaving:
            try:
                link = await self._connect()
                reported = False
                await self._live(link)
            except Exception as error:  # noqa: BLE001 - whatever it is, without this loop there is no bus until a restart
                if not reported:
                    log.warning("the bus cannot be reached; events wait", reason=str(error) or type(error).__name__)
                reported = True
                await asyncio.sleep(RETRY_S)

    async def _live(self, link: Link) -> None:
        log.info("the bus is reached")
        self._link = link
        self._up.set()
        try:
            # a cancellation can get lost inside the client's connect (wait_for of Python 3.11), hence the flag
            if not self._leaving:
                await link.until_ended()
                log.warning("the bus connection ended")
        finally:
            self._link = None
            await link.end()
            await _close(link.client)

    async def _connect(self) -> Link:
        client = Client()
        link = Link(client, self.answer_s, self._up)

        async def on_error(error: Exception) -> None:
            log.debug("bus", error=str(error) or type(error).__name__)

        try:
            await client.connect(
                self.url.split(","),
                name=self.name,
                error_cb=on_error,
                closed_cb=link.end,
                allow_reconnect=False,
                connect_timeout=CONNECT_S,
                reconnect_time_wait=0,
                max_reconnect_attempts=1,
                ping_interval=PING_S,
                max_outstanding_pings=1,
                pending_size=BUFFER,
            )
        except BaseException:
            await _close(client)
            raise
        return link


async def _close(client: Client) -> None:
    with suppress(TimeoutError, Error, OSError):
        async with asyncio.timeout(CLOSE_S):
            await client.close()
