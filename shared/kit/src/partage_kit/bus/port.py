"""What the house asks of a message bus. `NatsBus` keeps the promises, `MemoryBus` stands in for it; one parity suite
holds both to them.

Promises: messages of one publisher keep their order; a message id is taken once within the stream's memory of ids; a
durable remembers its position, and a new one begins at the start of the stream; a delivery that is not settled comes
again. A lost connection fails everything under way with `BusUnavailable`: whoever was at work asks anew.
"""

from collections.abc import Sequence
from contextlib import AbstractAsyncContextManager
from dataclasses import dataclass
from datetime import timedelta
from typing import Protocol


class BusUnavailable(Exception):
    """The bus cannot be reached, or did not answer in time. Nothing is lost: what is unacknowledged is sent again."""


@dataclass(frozen=True, slots=True)
class Message:
    """One event on its way to a stream; `id` makes a second publication harmless."""

    id: str
    address: str
    body: bytes


@dataclass(frozen=True, slots=True)
class Stream:
    """A stream as its owner wants it."""

    name: str
    subjects: tuple[str, ...]
    max_age: timedelta


@dataclass(frozen=True, slots=True)
class StreamState:
    """What a stream holds now: how many messages, and the ids of its oldest and newest one."""

    messages: int
    oldest: str | None
    newest: str | None


@dataclass(frozen=True, slots=True)
class Durable:
    """A position in a stream, shared by the replicas of one reading service.

    Everything here is part of its identity: a reader that listens to more, or with another handler, gets a new position
    at the start of the stream, beside the old one, which its old replicas drain. So a new handler sees the history.
    """

    stream: str
    reader: str
    addresses: tuple[str, ...]
    handlers: tuple[str, ...] = ()


class Delivery(Protocol):
    """One message handed to a reader, who settles it with `done` or `again`."""

    @property
    def id(self) -> str | None:
        """The publisher's message id."""

    @property
    def address(self) -> str:
        """Where it was published."""

    @property
    def body(self) -> bytes:
        """What was published."""

    async def done(self) -> None:
        """It is dealt with. Should this word get lost, it comes again."""

    async def again(self, after: float) -> None:
        """Deliver it once more in so many seconds."""


class Incoming(Protocol):
    """An open reading of a durable."""

    async def next(self, limit: int) -> Sequence[Delivery]:
        """Wait for messages; at least one, and at most as many as are at hand.

        Raises:
            BusUnavailable: the reading is over; open it again.
        """


class Bus(Protocol):
    """A message bus with streams that remember."""

    def start(self) -> None:
        """Begin to connect, in the background of the running loop."""

    async def close(self) -> None:
        """Leave the bus."""

    @property
    def connected(self) -> bool:
        """Whether the bus can be reached now."""

    async def until_connected(self) -> None:
        """Wait until the bus can be reached."""

    async def ensure(self, stream: Stream) -> None:
        """Create a stream, or bring an existing one to what its owner wants. Each new connection needs it once more."""

    async def state(self, stream: str) -> StreamState:
        """Look at a stream."""

    async def publish(self, stream: str, messages: Sequence[Message]) -> dict[str, str]:
        """Publish in order and wait for every acknowledgement; the ids that the bus refuses for good, with its reason.

        Raises:
            BusUnavailable: an acknowledgement is missing, or the stream was not ensured on this connection (it may not
                be what it was). Ensure it and publish the same messages again.
        """

    def read(self, durable: Durable) -> AbstractAsyncContextManager[Incoming]:
        """Read a stream from the durable's position. On leaving, what was handed out and not settled comes again.

        Raises:
            BusUnavailable: on entering, when the bus or the stream is not there (yet).
        """
