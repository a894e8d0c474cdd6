"""Collective initiatives from the field, in codes."""

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from partage_contracts.members.base import _MembersFact
from partage_kit.types import UtcDateTime


class InitiativeKind(StrEnum):
    """Something that members want to begin, or what a group has learnt from what it did."""

    NEW = "new"
    PAST_EXPERIENCE = "past_experience"


class InitiativeSubmitted(_MembersFact):
    """Somebody of the field tells of a collective initiative; the subject is its id."""

    noun: ClassVar[str] = "initiative"
    verb: ClassVar[str] = "submitted"

    kind: InitiativeKind
    trades: tuple[str, ...]
    sectors: tuple[str, ...]
    nuts: tuple[str, ...]
    filiere_id: UUID | None
    recorded_by_staff: bool
    at: UtcDateTime
