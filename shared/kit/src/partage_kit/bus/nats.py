"""NATS JetStream behind the bus port: streams, durables, and the connection they need."""

import hashlib
import json
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager, contextmanager
from typing import Any

import structlog
from nats.js.api import (
    AckPolicy,
    ConsumerConfig,
    DeliverPolicy,
    StorageType,
    StreamConfig,
)
from nats.js.errors import APIError, NotFoundError

from partage_kit.bus.nats_link import Keeper, Link
from partage_kit.bus.nats_publishing import id_of, publish
from partage_kit.bus.nats_reading import Pace, Reading
from partage_kit.bus.port import BusUnavailable, Durable, Incoming, Message, Stream, StreamState

log = structlog.get_logger("partage.bus")

DUPLICATES_S = 600
"""How long a stream remembers message ids: longer than a relay needs to come back, at about 100 bytes an id."""

IN_HAND = 5_000
"""Unsettled messages of one durable over all its readers; those that wait for another attempt count too."""

FORGOTTEN_S = 90 * 24 * 3600
"""A durable nobody reads (of an old configuration) is removed. Read again it starts over, harmless with an inbox."""


class NatsBus:
    """A connection to NATS that is made again as often as it breaks; `url` may list several servers, with commas."""

    def __init__(self, url: str, *, name: str = "partage", answer_s: float = 5, pace: Pace | None = None) -> None:
        self._keeper = Keeper(url, name, answer_s)
        self._pace = pace or Pace()
        self._ensured: dict[str, tuple[Link, bool]] = {}

    def start(self) -> None:
        """Begin to connect, in the background of the running loop."""
        self._keeper.start()

    async def close(self) -> None:
        """Leave the bus."""
        await self._keeper.close()

    @property
    def connected(self) -> bool:
        """Whether the bus can be reached now."""
        return self._keeper.connected

    async def until_connected(self) -> None:
        """Wait until the bus can be reached."""
        await self._keeper.until_connected()

    async def ensure(self, stream: Stream) -> None:
        """Create a stream, or bring an existing one to what its owner wants."""
        link, wanted = self._keeper.link, _stream_config(stream)
        with _no_is_unavailable():
            try:
                found = (await link.answer(link.jetstream.stream_info(stream.name))).config
            except NotFoundError:
                found = (await link.answer(link.jetstream.add_stream(wanted))).config
                log.info("stream created", stream=stream.name)
            if changes := _differences(found, wanted):
                found = (await link.answer(link.jetstream.update_stream(found.evolve(**changes)))).config
                log.info("stream updated", stream=stream.name, changed=sorted(changes))
        self._ensured[stream.name] = (link, bool(found.allow_atomic))

    async def state(self, stream: str) -> StreamState:
        """Look at a stream."""
        link = self._keeper.link
        with _no_is_unavailable():
            state = (await link.answer(link.jetstream.stream_info(stream))).state
            if state.messages == 0:
                return StreamState(0, None, None)
            oldest = await _message_id(link, stream, seq=state.first_seq)
            return StreamState(state.messages, oldest, await _message_id(link, stream, subject=">"))

    async def publish(self, stream: str, messages: Sequence[Message]) -> dict[str, str]:
        """Publish in order and wait for every acknowledgement; the ids refused for good, with the reason."""
        link, in_batches = self._ensured.get(stream, (None, False))
        if link is None or link is not self._keeper.link:
            raise BusUnavailable(f"{stream} was not ensured on this connection")
        return await publish(link, stream, messages, in_batches=in_batches)

    @asynccontextmanager
    async def read(self, durable: Durable) -> AsyncIterator[Incoming]:
        """Read a stream from the durable's position."""
        link, config = self._keeper.link, _consumer_config(durable, self._pace)
        with _no_is_unavailable():
            await _ensure_durable(link, durable.stream, config)
        reading = Reading(link, durable.stream, str(config.name), self._pace)
        try:
            await reading.open()
            yield reading
        finally:
            await reading.close()


def _stream_config(stream: Stream) -> StreamConfig:
    return StreamConfig(
        name=stream.name,
        subjects=list(stream.subjects),
        storage=StorageType.FILE,
        max_age=stream.max_age.total_seconds(),
        duplicate_window=min(DUPLICATES_S, stream.max_age.total_seconds()),
        allow_atomic=True,
    )


def _differences(found: StreamConfig | ConsumerConfig, wanted: StreamConfig | ConsumerConfig) -> dict[str, Any]:
    """What the server has otherwise than we want it; what we leave open is the operator's."""
    ours = {
        name: value for name, value in vars(wanted).items() if value != type(wanted).__dataclass_fields__[name].default
    }
    return {name: value for name, value in ours.items() if getattr(found, name) != value}


async def _message_id(link: Link, stream: str, **which: Any) -> str | None:
    try:
        message = await link.answer(link.jetstream.get_msg(stream, **which))
    except NotFoundError:
        return None
    return id_of(message.headers)


def _consumer_config(durable: Durable, pace: Pace) -> ConsumerConfig:
    config = ConsumerConfig(
        filter_subjects=sorted(durable.addresses),
        ack_policy=AckPolicy.EXPLICIT,
        deliver_policy=DeliverPolicy.ALL,
        ack_wait=pace.settle_s,
        max_deliver=-1,
        max_ack_pending=IN_HAND,
        inactive_threshold=FORGOTTEN_S,
    )
    identity = json.dumps([config.as_dict(), sorted(durable.handlers)], sort_keys=True)
    name = f"{durable.reader}-{hashlib.sha256(identity.encode()).hexdigest()[:10]}"
    return config.evolve(name=name, durable_name=name)


async def _ensure_durable(link: Link, stream: str, config: ConsumerConfig) -> None:
    """Create the durable. One that was changed by hand (the name tells its configuration) is made anew."""
    jetstream, name = link.jetstream, str(config.name)
    try:
        found = (await link.answer(jetstream.consumer_info(stream, name))).config
    except NotFoundError:
        await link.answer(jetstream.add_consumer(stream, config))
        log.info("durable created", stream=stream, durable=name)
        return
    if changed := _differences(found, config):
        log.warning("durable was changed by others; made anew", stream=stream, durable=name, changed=sorted(changed))
        await link.answer(jetstream.delete_consumer(stream, name))
        await link.answer(jetstream.add_consumer(stream, config))


@contextmanager
def _no_is_unavailable() -> Iterator[None]:
    """A stream that is not there yet, or a server that refuses: whoever asked tries again later."""
    try:
        yield
    except APIError as error:
        raise BusUnavailable(str(error.description)) from error
