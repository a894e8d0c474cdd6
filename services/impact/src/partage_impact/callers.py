"""Who may call the routes of this service, beyond the kit's single roles."""

from typing import Annotated

from fastapi import Depends

from partage_kit.auth import Allow, Caller, Role

INSIDERS = (
    Role.MEMBER,
    Role.FACILITATOR,
    Role.BUYER,
    Role.ETHICS_COMMITTEE,
    Role.EVALUATOR,
    Role.STAFF,
    Role.OFFICE_ADMIN,
)

Insider = Annotated[Caller, Depends(Allow(*INSIDERS))]
"""People of the cooperative: its members and those who work for it."""

TEAM = (Role.EVALUATOR, Role.OFFICE_ADMIN)

EvaluationTeam = Annotated[Caller, Depends(Allow(*TEAM))]
"""Those who conduct the evaluation of the caller's office."""


def is_of_the_team(caller: Caller) -> bool:
    """Whether the caller conducts the evaluation, and so sees what is not released yet."""
    return any(caller.has(role) for role in TEAM)


def is_insider(caller: Caller) -> bool:
    """Whether the caller belongs to the cooperative; to everybody else figures go out as to the public."""
    return any(caller.has(role) for role in INSIDERS)
