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
