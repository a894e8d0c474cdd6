"""What a story is made of: named steps, and what each of them changes elsewhere."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field

from deploy.demo.door import Door

Act = Callable[[Door], Awaitable[None]]


@dataclass(frozen=True)
class Effect:
    """Something that changed elsewhere because of a step, and how to see it through the API."""

    says: str
    look: Callable[[Door], Awaitable[object]]
    wanted: Callable[[object], bool]


@dataclass(frozen=True)
class Step:
    """One step: what happens, in about how many calls, which events it announces at least, what changes elsewhere.

    `says` is for a newcomer: who does what, and which recommendation (R1 to R26) it serves.
    """

    name: str
    says: str
    act: Act
    calls: int
    announces: Mapping[str, int] = field(default_factory=dict)
    effects: tuple[Effect, ...] = ()


def one_after_the_other(*acts: Act) -> Act:
    """Acts that are one step together, each when the one before is done."""

    async def act(door: Door) -> None:
        for one in acts:
            await one(door)

    return act
