"""Who may call the routes of this service, beyond the kit's single roles."""

from typing import Annotated

from fastapi import Depends

from partage_kit.auth import Allow, Caller, Role

Insider = Annotated[
    Caller,
    Depends(
        Allow(
            Role.MEMBER,
            Role.FACILITATOR,
            Role.BUYER,
            Role.ETHICS_COMMITTEE,
            Role.EVALUATOR,
            Role.STAFF,
            Role.OFFICE_ADMIN,
        )
    ),
]
"""People of the cooperative: its members and those who work for it."""

OfficeStaff = Annotated[Caller, Depends(Allow(Role.STAFF, Role.OFFICE_ADMIN))]
"""The permanent workers of the caller's office and its administrators."""

MemberOrStaff = Annotated[Caller, Depends(Allow(Role.MEMBER, Role.STAFF, Role.OFFICE_ADMIN))]
"""Members of the office, and its permanent workers."""


def is_staff(caller: Caller) -> bool:
    """Whether the caller is a permanent worker or an administrator of the office."""
    return caller.has(Role.STAFF) or caller.has(Role.OFFICE_ADMIN)
