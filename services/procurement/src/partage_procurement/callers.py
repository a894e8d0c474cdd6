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

OfficeWorker = Annotated[Caller, Depends(Allow(Role.BUYER, Role.STAFF, Role.OFFICE_ADMIN))]
"""Those who work for the caller's office."""

Proposer = Annotated[Caller, Depends(Allow(Role.MEMBER, Role.BUYER, Role.STAFF))]
"""Those who may suggest a supplier: any member, and the people who buy for them."""

Judge = Annotated[Caller, Depends(Allow(Role.BUYER, Role.STAFF, Role.ETHICS_COMMITTEE))]
"""Those who may judge a supplier's answers and evidence."""

Commentator = Annotated[Caller, Depends(Allow(Role.MEMBER, Role.ETHICS_COMMITTEE))]
"""Those who may comment on a charter."""

AssessmentWriter = Annotated[Caller, Depends(Allow(Role.BUYER, Role.STAFF))]
"""Those who write down a supplier's answers and evidence."""
