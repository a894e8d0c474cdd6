"""A bus inside one process, for tests: the same promises as NATS keeps, without a server."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from partage_kit.bus.port import BusUnavailable, Durable, Incoming, Message, Stream, StreamState

MAX_BODY = 1_048_576 - 1_024
"""Bytes; what a nats-server takes unless told otherwise, less room for headers."""


@dataclass
class _Position:
    durable: Durable
    waiting: deque[Message] = field(default_factory=deque)
    arrived: asyncio.Event = field(default_factory=asyncio.Event)

    def offer(self, message: Message) -> None:
        if any(matches(pattern, message.address) for pattern in self.durable.addresses):
            self.waiting.append(message)
            self.arrived.set()


@dataclass
class _Kept:
    stream: Stream
    messages: list[Message] = field(default_factory=list)
    ids: set[str] = field(default_factory=set)
    positions: dict[Durable, _Position] = field(default_factory=dict)

    def take(self, message: Message) -> None:
        if message.id in self.ids:
            return
        self.ids.add(message.id)
        self.messages.append(message)
        for position in self.positions.values():
            position.offer(message)

    def position(self, durable: Durable) -> _Position:
        if durable not in self.positions:
            position = self.positions[durable] = _Position(durable)
            for message in self.messages:
                position.offer(message)
        return self.positions[durable]


class MemoryBus:
    """Streams in memory. Every reader and publisher of a test shares one instance."""

    connected = True

    def __init__(self) -> None:
        self._streams: dict[str, _Kept] = {}

    def start(self) -> None:
        """Nothing to connect."""

    async def close(self) -> None:
        """Nothing to leave."""

    async def until_connected(self) -> None:
        """It always is."""

    async def ensure(self, stream: Stream) -> None:
        """Create a stream, or bring an existing one to what its owner wants."""
        self._streams.setdefault(stream.name, _Kept(stream)).stream = stream

    async def state(self, stream: str) -> StreamState:
        """Look at a stream."""
        messages = self._kept(stream).messages
        return StreamState(len(messages), messages[0].id if messages else None, messages[-1].id if messages else None)

    async def publish(self, stream: str, messages: Sequence[Message]) -> dict[str, str]:
        """Publish in order; the ids refused for good, with the reason."""
        kept = self._kept(stream)
        refused = {}
        for message in messages:
            if len(message.body) > MAX_BODY:
                refused[message.id] = f"larger than {MAX_BODY} bytes"
            elif not any(matches(pattern, message.address) for pattern in kept.stream.subjects):
                raise BusUnavailable(f"no stream takes {message.address}")
            else:
                kept.take(message)
        return refused

    @asynccontextmanager
    async def read(self, durable: Durable) -> AsyncIterator[Incoming]:
        """Read a stream from the durable's position."""
        reading = _Reading(self._kept(durable.stream).position(durable))
        try:
            yield reading
        finally:
            reading.give_back()

    def _kept(self, stream: str) -> _Kept:
        if stream not in self._streams:
            raise BusUnavailable(f"there is no stream {stream}")
        return self._streams[stream]


class _Reading:
    def __init__(self, position: _Position) -> None:
        self.position = position
        self.in_hand: dict[str, Message] = {}

    async def next(self, limit: int) -> Sequence["_Handed"]:
        position = self.position
        while not position.waiting:
            position.arrived.clear()
            await position.arrived.wait()
        taken = [position.waiting.popleft() for _ in range(min(limit, len(position.waiting)))]
        self.in_hand.update((message.id, message) for message in taken)
        return [_Handed(message, self) for message in taken]

    def give_back(self) -> None:
        self.position.waiting.extendleft(reversed(self.in_hand.values()))
        self.in_hand.clear()
        self.position.arrived.set()


@dataclass(frozen=True)
class _Handed:
    message: Message
    reading: _Reading

    @property
    def id(self) -> str:
        return self.message.id

    @property
    def address(self) -> str:
        return self.message.address

    @property
    def body(self) -> bytes:
        return self.message.body

    async def done(self) -> None:
        self.reading.in_hand.pop(self.message.id, None)

    async def again(self, after: float) -> None:
        if self.reading.in_hand.pop(self.message.id, None):
            asyncio.get_running_loop().call_later(after, self.reading.position.offer, self.message)


def matches(pattern: str, address: str) -> bool:
    """Whether an address fits a NATS pattern: `*` stands for one word, a final `>` for one or more."""
    wanted, words = pattern.split("."), address.split(".")
    if wanted[-1] == ">":
        wanted, words = wanted[:-1], words[: len(wanted) - 1] if len(words) >= len(wanted) else []
    return len(wanted) == len(words) and all(w in ("*", word) for w, word in zip(wanted, words, strict=True))
