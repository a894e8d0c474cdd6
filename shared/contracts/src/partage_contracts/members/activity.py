"""What members work on, in codes, months and bands; never an amount."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from partage_contracts.members.base import _MembersFact
from partage_kit.types import Day


class ActivityKind(StrEnum):
    """Where a piece of activity was learnt of."""

    REGISTRATION = "registration"
    ASSIGNMENT = "assignment"
    INVOICE = "invoice"


class ClientKind(StrEnum):
    """Whom the work was for."""

    PERSON = "person"
    COMPANY = "company"
    PUBLIC_BODY = "public_body"
    NON_PROFIT = "non_profit"
    OTHER = "other"


class ActivityBand(StrEnum):
    """How large a piece of activity was, in euros without tax; each band begins at the amount in its name."""

    UNKNOWN = "unknown"
    BELOW_500 = "below_500"
    FROM_500 = "from_500"
    FROM_2000 = "from_2000"
    FROM_10000 = "from_10000"
    FROM_50000 = "from_50000"


class ActivityRecorded(_MembersFact):
    """A piece of a member's activity was written down or corrected; the subject is the record's id.

    `sequence` grows with each correction; `cancelled` takes the record out of all counts.
    """

    noun: ClassVar[str] = "activity"
    verb: ClassVar[str] = "recorded"

    member_id: UUID
    kind: ActivityKind
    first_month: Day
    last_month: Day
    trade: Annotated[str | None, Field(examples=["photographer"])]
    sector: Annotated[str | None, Field(examples=["74"])]
    client_kind: ClientKind | None
    band: ActivityBand
    cancelled: bool
