"""Who answers contests besides those who moderate: an office may have only one moderator."""

from typing import Annotated

from fastapi import Depends

from partage_kit.auth import Allow, Caller, Role

ContestJudge = Annotated[Caller, Depends(Allow(Role.FACILITATOR, Role.STAFF, Role.OFFICE_ADMIN, Role.PLATFORM_ADMIN))]
"""Those who moderate in an office, and the coordination; what they do checks what they may decide on."""


def coordinates(caller: Caller) -> bool:
    """Whether the caller is of the coordination of all offices: with a token for an office they answer its contests,
    see what is contested there, and moderate nothing else."""
    return caller.has(Role.PLATFORM_ADMIN)
