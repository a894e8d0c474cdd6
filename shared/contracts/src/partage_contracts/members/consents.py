"""Consents of members, in codes: which purpose, which version of its notice."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from partage_contracts.members.base import _MembersFact
from partage_kit.types import UtcDateTime, Version


class ConsentEnding(StrEnum):
    """How a consent ended."""

    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"


class _ConsentState(_MembersFact):
    """The subject is the id of the consent; of a member and a purpose the one with the highest `number` counts."""

    noun: ClassVar[str] = "consent"

    member_id: UUID
    purpose: Annotated[str, Field(examples=["newsletter_email"])]
    number: Version
    notice_number: Version
    at: UtcDateTime


class ConsentGiven(_ConsentState):
    """A member agrees to a purpose; `notice_number` is the version of the notice that she read."""

    verb: ClassVar[str] = "given"

    expires_at: UtcDateTime | None


class ConsentWithdrawn(_ConsentState):
    """A member agrees to a purpose no longer: she withdrew, or the time that she agreed to is over."""

    verb: ClassVar[str] = "withdrawn"

    ending: ConsentEnding
