"""Facts that ask for a member to be told something."""

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from partage_contracts.procurement.base import _ProcurementFact
from partage_kit.types import UtcDateTime


class MessageTemplate(StrEnum):
    """What a member is told; whoever delivers the message has the words for it."""

    POOLED_ORDER_MINIMUM_MISSED = "pooled_order_minimum_missed"


class MessageRequested(_ProcurementFact):
    """A member is to be told something about a pooled order, once; after `not_after` it is worth nothing any more.

    The subject is the message's own id; the event's office is the member's.
    """

    noun: ClassVar[str] = "message"
    verb: ClassVar[str] = "requested"

    template: MessageTemplate
    member_id: UUID
    order_id: UUID
    not_after: UtcDateTime
