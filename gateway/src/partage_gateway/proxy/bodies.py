"""The body of a request on its way to the service."""

import asyncio
from collections.abc import AsyncIterator, Callable

from starlette.types import Receive

from partage_gateway.errors import BodyTooSlow
from partage_gateway.proxy.headers import Fields

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
    parts = [part async for part in Upload(receive, silence)]
    return parts[0] if len(parts) == 1 else b"".join(parts)


class Upload:
    """The parts of a body as they arrive; remembers how it ended, since the HTTP client knows only that it did."""

    def __init__(self, receive: Receive, silence: float) -> None:
        self._receive, self._silence = receive, silence
        self.complete = False
        self.failure: BodyTooSlow | ClientGone | None = None
        self.when_complete: Callable[[], None] = lambda: None

    async def __aiter__(self) -> AsyncIterator[bytes]:
        """Each part once.

        Raises:
            BodyTooSlow, ClientGone
        """
        more = True
        while more:
            body, more = await self._next()
            if body:
                yield body
        self.complete = True
        self.when_complete()

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
