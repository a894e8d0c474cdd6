"""Waiting for something to become true, with a deadline instead of a sleep."""

import asyncio
from collections.abc import Awaitable, Callable
from typing import TypeVar

T = TypeVar("T")


async def eventually(look: Callable[[], Awaitable[T]], wanted: Callable[[T], bool] = bool, within: float = 60) -> T:
    """Look again and again until what is seen is wanted; fail with the last sight after `within` seconds."""
    deadline = asyncio.get_running_loop().time() + within
    while not wanted(seen := await look()):
        assert asyncio.get_running_loop().time() < deadline, f"after {within} s still {seen!r}"
        await asyncio.sleep(0.01)
    return seen
