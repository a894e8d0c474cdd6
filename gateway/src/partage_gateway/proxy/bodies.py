"""The body of a request on its way to the service."""

import asyncio
from collections.abc import AsyncIterator, Callable

from starlette.types import Receive

from partage_gateway.proxy.headers import Fields
from partage_kit.body_errors import BodyTooSlow

GATHERED = 64 * 1024
"""Bodies up to this size are gathered and sent at once; larger ones, and those of unknown length, stream."""


class ClientGone(Exception):
    """The client hung up; there is nobody to answer."""


def is_streamed(fields: Fields) -> bool:
    """Whether the body is too large to be gathered, or of unknown length."""
    return b"transfer-encoding" in fields or int(fields.get(b"content-length", b"0")) > GATHERED


async def gathered(fields: Fields, receive: Receive, silence: float) -> bytes | None:
    """A small body, whole; None when the request has none.

    Raises:
        BodyTooSlow, ClientGone
    """
    if fields.get(b"content-length", b"0") == b"0":
        return None
    parts = [part async for part in Upload(fields, receive, silence)]
    return parts[0] if len(parts) == 1 else b"".join(parts)


class Upload:
    """The parts of a body as they arrive; remembers how it ended, since the HTTP client knows only that it did."""

    def __init__(self, fields: Fields, receive: Receive, silence: float) -> None:
        self._receive, self._silence = receive, silence
        length = fields.get(b"content-length")
        self._left = None if length is None else int(length)
        self.complete = False
        self.failure: BodyTooSlow | ClientGone | None = None
        self.when_complete: Callable[[], None] = lambda: None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Each part once.

        Raises:
            BodyTooSlow, ClientGone
        """
        while not self.complete:
            part, more = await self._next()
            if self._left is not None:  # nobody asks for a part after the last byte of a stated length
                self._left -= len(part)
            if not more or self._left == 0:
                self.complete = True
                self.when_complete()
            if part:
                yield part

    async def _next(self) -> tuple[bytes, bool]:
        try:
            async with asyncio.timeout(self._silence):
                message = await self._receive()
        except TimeoutError as error:
            self.failure = BodyTooSlow()
            raise self.failure from error
        if message["type"] == "http.disconnect":
            self.failure = ClientGone()
            raise self.failure
        return message.get("body", b""), message.get("more_body", False)
