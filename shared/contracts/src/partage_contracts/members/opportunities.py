"""Opportunities, in codes."""

from enum import StrEnum
from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from partage_contracts.members.base import Place, _MembersFact
from partage_kit.types import Day


class PosterKind(StrEnum):
    """Who posted an opportunity: a member, the structure (the office itself), a partner or a client."""

    MEMBER = "member"
    STRUCTURE = "structure"
    PARTNER = "partner"
    CLIENT = "client"


class OpportunityPosted(_MembersFact):
    """Somebody looks for members to work with; the subject is the opportunity's id."""

    noun: ClassVar[str] = "opportunity"
    verb: ClassVar[str] = "posted"

    poster: PosterKind
    trades: tuple[str, ...]
    sectors: tuple[str, ...]
    place: Place | None
    remote: bool
    audience: Annotated[str, Field(examples=["members"])]
    filieres: tuple[UUID, ...]
    starts_on: Day | None
    ends_on: Day | None
    answer_by: Day
