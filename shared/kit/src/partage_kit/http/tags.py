"""Entity tags (RFC 9110): a reader gets the version of what it read, a change names the version it was made from."""

import re
from typing import Annotated, Protocol, TypeVar

from fastapi import Depends, Header, Response

from partage_kit.errors import Invalid, PreconditionRequired, Stale

_ETAG = re.compile(r'(?:W/)?"(?P<version>[0-9]{1,18})"')


class Versioned(Protocol):
    """Anything with a version: a view, an aggregate."""

    @property
    def version(self) -> int: ...


V = TypeVar("V", bound=Versioned)


class Tag:
    """Puts the ETag of a single resource on the answer."""

    def __init__(self, response: Response) -> None:
        self._response = response

    def __call__(self, view: V) -> V:
        """Answer with the view, tagged with its version."""
        self._response.headers["ETag"] = f'"{view.version}"'
        return view


# dependencies are async, as FastAPI sends others through a thread pool
async def _tag(response: Response) -> Tag:
    return Tag(response)


async def _if_match(
    if_match: Annotated[str | None, Header(description="ETag of the record as you read it")] = None,
) -> int:
    if if_match is None:
        raise PreconditionRequired()
    found = _ETAG.fullmatch(if_match.strip())
    if found is None:
        raise Invalid(
            'If-Match is one ETag such as "3"', errors=[{"pointer": "/header/if-match", "detail": "not an ETag"}]
        )
    return int(found["version"])


ETag = Annotated[Tag, Depends(_tag)]
IfMatch = Annotated[int, Depends(_if_match)]


def require_version(record: Versioned, expected: int) -> None:
    """Refuse a change made from another version than the current one.

    Raises:
        Stale
    """
    if record.version != expected:
        raise Stale(f"the current version is {record.version}, the change was made from {expected}")
