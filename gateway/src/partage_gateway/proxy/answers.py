"""The answer on its way back: its head at once, its body part by part as the service sends it."""

import asyncio
from collections.abc import Awaitable

from pyreqwest.exceptions import DetailedPyreqwestError, PyreqwestError
from pyreqwest.response import Response, ResponseBodyReader
from starlette.types import Message, Receive, Send

from partage_gateway.errors import UpstreamBroke
from partage_gateway.proxy.headers import RawHeaders, headers_back

_NO_BODY = (204, 304)


class AnswerBroken(Exception):
    """The answer broke off after its head had left; the connection must end too, or the client takes it for whole."""


async def relay(response: Response, method: str, added: RawHeaders, receive: Receive | None, send: Send) -> int:
    """Send an answer on; `receive` tells of a client who hangs up (None while it still delivers the request's body).

    Raises:
        UpstreamBroke: this is no answer that can be passed on.
        AnswerBroken: the body broke off.
    """
    status = response.status
    if not 200 <= status < 600:
        raise UpstreamBroke(f"the service answered with status {status}")
    bodiless = status in _NO_BODY
    headers, length = headers_back(response.headers, bodiless=bodiless, added=added)
    head: Message = {"type": "http.response.start", "status": status, "headers": headers}
    if bodiless or method == "HEAD" or length == 0:
        await send(head)
        await send({"type": "http.response.body", "body": b""})
    elif length is not None:
        await _relay_counted(head, response.body_reader, length, send)
    elif receive is not None:
        await _until_hung_up(receive, _relay_open_ended(head, response.body_reader, send))
    else:
        await _relay_open_ended(head, response.body_reader, send)
    return status


async def _relay_counted(head: Message, reader: ResponseBodyReader, length: int, send: Send) -> None:
    """A body of known length: its head leaves with its first part, in one write, and nothing is read past its end."""
    try:
        part = await _part(reader)
    except AnswerBroken as error:
        raise UpstreamBroke("the service ended the connection within its answer") from error
    await send(head)
    length -= len(part)
    await send({"type": "http.response.body", "body": part, "more_body": length > 0})
    while length > 0:
        part = await _part(reader)
        length -= len(part)
        await send({"type": "http.response.body", "body": part, "more_body": length > 0})


async def _relay_open_ended(head: Message, reader: ResponseBodyReader, send: Send) -> None:
    """A stream: its head leaves at once, since its first part may be long in coming."""
    await send(head)
    while part := await _part(reader, last=b""):
        await send({"type": "http.response.body", "body": part, "more_body": True})
    await send({"type": "http.response.body", "body": b""})


async def _part(reader: ResponseBodyReader, last: bytes | None = None) -> bytes:
    try:
        part = await reader.read_chunk()
    except PyreqwestError as error:
        raise AnswerBroken(_reason(error)) from error
    if part is None:
        if last is None:
            raise AnswerBroken("the body is shorter than its length")
        return last
    return bytes(part)


def _reason(error: PyreqwestError) -> str:
    """The last of the causes; the first ones name the address with its query, which is not for the log."""
    causes = error.details["causes"] if isinstance(error, DetailedPyreqwestError) else None
    return causes[-1]["message"] if causes else type(error).__name__


async def _until_hung_up(receive: Receive, relaying: Awaitable[None]) -> None:
    """Relay until the end or until the client hangs up: nobody else would end a stream of events."""
    work, hung_up = asyncio.ensure_future(relaying), asyncio.ensure_future(_hung_up(receive))
    try:
        await asyncio.wait((work, hung_up), return_when=asyncio.FIRST_COMPLETED)
        if work.done():
            work.result()
    finally:
        work.cancel()
        hung_up.cancel()
        await asyncio.gather(work, hung_up, return_exceptions=True)


async def _hung_up(receive: Receive) -> None:
    while (await receive())["type"] != "http.disconnect":
        pass
