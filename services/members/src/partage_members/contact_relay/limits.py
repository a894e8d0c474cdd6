"""How much a member may write, from the settings of the service."""

from dataclasses import dataclass
from typing import Annotated

from fastapi import Depends, Request


@dataclass(frozen=True, slots=True)
class SendingLimits:
    """Messages a day: to members who have not answered, of these to one member, and to members who have."""

    first: int
    to_one: int
    replies: int


async def _limits(request: Request) -> SendingLimits:
    settings = request.app.state.service.settings
    return SendingLimits(
        first=settings.contact_first_messages_per_day,
        to_one=settings.contact_first_messages_per_recipient,
        replies=settings.contact_replies_per_day,
    )


Limits = Annotated[SendingLimits, Depends(_limits)]
