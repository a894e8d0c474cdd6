"""Publishing to a stream.

Measured on nats-server 2.15 with `sync_interval: always`: one publication at a time 1,800 a second, pipelined 3,400,
atomic batches (ADR-50, nats-server 2.12 and later) 30,000. So a backlog goes in batches, all or nothing and in order;
few messages are pipelined, each acknowledgement under the time limit.
"""

import asyncio
from collections.abc import Mapping, Sequence
from uuid import uuid4

from nats.js.api import Header, PubAck
from nats.js.errors import APIError

from partage_kit.bus.nats_link import Link
from partage_kit.bus.port import BusUnavailable, Message

BATCH_FROM = 16
BATCH_LIMIT = 1000
"""Messages of one atomic batch: where it begins to pay, and the server's limit."""

HEADER_ROOM = 1_024
"""Bytes. The server counts headers into a message's size and ends the connection of one who sends too much."""

AGAIN = "+"
"""Between a message's id and what makes it a new one for the server."""


def id_of(headers: Mapping[str, str] | None) -> str | None:
    """The publisher's message id."""
    given = (headers or {}).get(Header.MSG_ID.value)
    return given.partition(AGAIN)[0] if given else None


async def publish(link: Link, stream: str, messages: Sequence[Message], *, in_batches: bool) -> dict[str, str]:
    """Publish in order and wait for every acknowledgement; the ids refused for good, with the reason."""
    limit = link.client.max_payload - HEADER_ROOM
    refused = {message.id: f"larger than {limit} bytes" for message in messages if len(message.body) > limit}
    fitting = [message for message in messages if message.id not in refused]
    for start in range(0, len(fitting), BATCH_LIMIT):
        chunk = fitting[start : start + BATCH_LIMIT]
        if not (in_batches and len(chunk) >= BATCH_FROM and await _batch(link, chunk)):
            refused |= await _each(link, stream, chunk, in_batches=in_batches)
    return refused


async def _batch(link: Link, messages: Sequence[Message]) -> bool:
    """All or none; False when they have to go one by one: some were taken before, or one is refused."""
    try:
        await link.answer(_send_batch(link, messages))
    except APIError:
        return False
    return True


async def _send_batch(link: Link, messages: Sequence[Message]) -> None:
    batch = uuid4().hex
    for number, message in enumerate(messages, 1):
        headers = {Header.MSG_ID.value: message.id, Header.BATCH_ID.value: batch}
        headers[Header.BATCH_SEQUENCE.value] = str(number)
        if number < len(messages):
            await link.client.publish(message.address, message.body, headers=headers)
        else:
            headers[Header.BATCH_COMMIT.value] = "1"
            await link.jetstream.publish(message.address, message.body, timeout=link.answer_s, headers=headers)


async def _each(link: Link, stream: str, messages: Sequence[Message], *, in_batches: bool) -> dict[str, str]:
    refused, doubles = {}, []
    for message, answer in zip(messages, await link.answer(_send_each(link, messages)), strict=True):
        if isinstance(answer, APIError) and answer.code == 400:
            refused[message.id] = str(answer.description)
        elif isinstance(answer, BaseException):
            raise BusUnavailable(str(answer)) from answer
        elif answer.duplicate:
            doubles.append((message, answer.seq))
    if doubles:
        refused |= await _again_if_gone(link, stream, doubles, in_batches=in_batches)
    return refused


async def _again_if_gone(
    link: Link, stream: str, doubles: Sequence[tuple[Message, int]], *, in_batches: bool
) -> dict[str, str]:
    """A purged stream still knows the ids of what it held, and takes none of it for new: give those another id."""
    first = (await link.answer(link.jetstream.stream_info(stream))).state.first_seq
    gone = [
        Message(f"{message.id}{AGAIN}{first}", message.address, message.body)
        for message, sequence in doubles
        if sequence < first
    ]
    return await publish(link, stream, gone, in_batches=in_batches)


async def _send_each(link: Link, messages: Sequence[Message]) -> list[PubAck | BaseException]:
    answers: list[asyncio.Future[PubAck]] = []
    try:
        for message in messages:
            headers = {Header.MSG_ID.value: message.id}
            answers.append(await link.jetstream.publish_async(message.address, message.body, headers=headers))
        return await asyncio.gather(*answers, return_exceptions=True)
    finally:
        for answer in answers:  # the client keeps those that were never answered, and takes only so many
            answer.cancel()
