"""Routes that take one file as their body: `@router.put(..., openapi_extra=takes_file("application/pdf", ...))`.

The body is at most 10 MB, is never held in memory as a whole, and its first bytes must be those of its type.
"""

import hashlib
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import IO, Any

from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.types import Scope

from partage_kit.body_errors import FileTypeRefused

MAX_FILE = 10_000_000
MAX_IMPORT = 1_000_000_000
"""Bytes of a file that is brought in row by row; it is read as a stream, and the number of its rows is bounded too."""

_IN_MEMORY = 262_144
_MARK = "x-file"
_ROWS = "x-rows"
_BEGINNINGS = {"application/pdf": b"%PDF-", "image/png": b"\x89PNG\r\n\x1a\n", "image/jpeg": b"\xff\xd8\xff"}


@dataclass(frozen=True, slots=True)
class ReceivedFile:
    """A file as it came: its type, its size in bytes, its SHA-256 in hex, and its content from the first byte."""

    media_type: str
    size: int
    sha256: str
    content: IO[bytes]


def takes_file(*media_types: str) -> dict[str, Any]:
    """The `openapi_extra=` of a route whose body is a file of one of these types."""
    binary = {"schema": {"type": "string", "format": "binary", "maxLength": MAX_FILE}}
    body = {"required": True, "content": dict.fromkeys(media_types, binary)}
    return {_MARK: list(media_types), "requestBody": body}


def is_for_files(scope: Scope) -> bool:
    """Whether the request was routed to a route that takes a file."""
    return _MARK in (getattr(scope.get("route"), "openapi_extra", None) or {})


def takes_rows(*media_types: str) -> dict[str, Any]:
    """The `openapi_extra=` of a route whose body is a stream of rows, as `partage_kit.imports` reads it."""
    text = {"schema": {"type": "string", "maxLength": MAX_IMPORT}}
    return {_ROWS: list(media_types), "requestBody": {"required": True, "content": dict.fromkeys(media_types, text)}}


def is_for_rows(described: object) -> bool:
    """Whether a route's or an operation's description says that its body is a stream of rows."""
    return isinstance(described, dict) and _ROWS in described


@asynccontextmanager
async def received_file(request: Request) -> AsyncIterator[ReceivedFile]:
    """The file that a request brings, read to its end; it is gone when the block ends.

    Raises:
        FileTypeRefused: of a type that the route does not take, or beginning unlike its type.
        BodyTooLarge
    """
    media_type = request.headers.get("content-type", "").partition(";")[0].strip().lower()
    taken: list[str] = request.scope["route"].openapi_extra[_MARK]
    if media_type not in taken:
        raise FileTypeRefused(f"this route takes {', '.join(taken)}, not {media_type[:80] or 'a file without type'}")
    digest, size = hashlib.sha256(), 0
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as spool:
        async for chunk in request.stream():
            digest.update(chunk)
            size += len(chunk)
            await run_in_threadpool(spool.write, chunk)
        spool.seek(0)
        beginning = _BEGINNINGS[media_type]
        if spool.read(len(beginning)) != beginning:
            raise FileTypeRefused(f"the file does not begin as {media_type} does")
        spool.seek(0)
        yield ReceivedFile(media_type, size, digest.hexdigest(), spool)
