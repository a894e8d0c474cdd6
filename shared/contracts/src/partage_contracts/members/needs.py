"""Surveys of what members need, in codes."""

from typing import Annotated, ClassVar
from uuid import UUID

from pydantic import Field

from partage_contracts.members.base import _MembersFact
from partage_kit.types import Day, Language, UtcDateTime
from partage_kit.types.patterns import Pattern

NeedCode = Annotated[
    str,
    Pattern(r"^[a-z][a-z0-9_]{0,39}$", "small letters, digits and _, a letter first, such as assignments"),
    Field(examples=["assignments"]),
]
"""A need, or a topic of needs, in the classification `needs` of the members service."""


class NeedsSurveyRequested(_MembersFact):
    """An office asks for a survey of needs; the subject is the id of the request, which the survey's wave names.

    Asked are members with one of the trades or sectors, in one of the regions or filières; empty lists do not restrict.
    `needs` are the codes to choose from, those of the `topics`. Wanted is a wave that is open from `opens_on` to
    `closes_on`, both included.
    """

    noun: ClassVar[str] = "needs_survey"
    verb: ClassVar[str] = "requested"

    trades: tuple[str, ...]
    sectors: tuple[str, ...]
    nuts: tuple[str, ...]
    filieres: tuple[UUID, ...]
    topics: tuple[NeedCode, ...]
    needs: tuple[NeedCode, ...]
    languages: tuple[Language, ...]
    opens_on: Day
    closes_on: Day
    at: UtcDateTime


class NeedsSurveyWithdrawn(_MembersFact):
    """An office no longer asks for a survey; what a wave still brings for it is not taken up."""

    noun: ClassVar[str] = "needs_survey"
    verb: ClassVar[str] = "withdrawn"

    at: UtcDateTime
