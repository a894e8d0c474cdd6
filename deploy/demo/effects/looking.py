"""Who looks, and when."""

from collections.abc import Awaitable, Callable

from deploy.demo.cast import member
from deploy.demo.door import Door
from deploy.demo.people import OFFICES, members

OFFICE = OFFICES[0]
SOMEBODY = members(OFFICE)[0]
"""The member of `make token ROLE=member`."""
READER = member(SOMEBODY)
Look = Callable[[Door], Awaitable[object]]


def is_there(seen: object) -> bool:
    return seen is not None


def after(deed: str, look: Look) -> Look:
    """Nothing is seen before the deed is done."""

    async def seen(door: Door) -> object:
        return await look(door) if deed in door.journal else None

    return seen
