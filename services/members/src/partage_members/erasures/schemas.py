"""Shapes of erasures, in and out."""

from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import Field, model_validator

from partage_kit.personal_data import Rule
from partage_kit.types import Day, Email, Shape, UtcDateTime
from partage_kit.types.patterns import Pattern
from partage_members.profiles.imports.rows import Reference

Confirmation = Annotated[
    str,
    Pattern(r"^[0-9a-f]{64}$", "the `confirmation` of the preview, as it shows it"),
    Field(examples=["9f86d0818..."]),
]
"""The hash of what a preview shows."""


class PreviewItem(Shape):
    """One class of data: how many rows concern the member, and what the erasure does with them."""

    code: str
    title: dict[str, str]
    rule: Rule
    rows: int
    until: Day | None = Field(description="with `keep_until`: the day on which the last of these rows goes")
    reason: dict[str, str] | None


class ErasurePreview(Shape):
    """All that would be done; confirm it with `confirmation`."""

    member_id: UUID
    confirmation: Confirmation
    due_on: Day = Field(description="by when all is done, if it is asked for today: the month of the law")
    items: list[PreviewItem]
    services: list[str] = Field(description="the other services that must forget the member, too")


class ConfirmErasure(Shape):
    """The preview that the member has seen."""

    confirmation: Confirmation


class RecordErasure(ConfirmErasure):
    """A request that came on paper, by email or by phone."""

    member_id: UUID


class RecordReturn(Shape):
    """By what the office's list names a person who was erased, and wishes to be registered again."""

    reference: Reference | None = None
    email: Email | None = None
    member_id: UUID | None = Field(
        None,
        description="her new profile, if she has registered herself anew: the reference becomes its own, so that lists"
        " go on with it and register nobody beside her",
    )

    @model_validator(mode="after")
    def _names_her(self) -> Self:
        if self.reference is None and self.email is None:
            raise ValueError("name her by `reference`, by `email`, or by both")
        if self.member_id is not None and self.reference is None:
            raise ValueError("name the `reference` that her new profile gets")
        return self

    def names(self) -> dict[str, str]:
        """By what lists name her, by the columns of files."""
        return self.model_dump(include={"reference", "email"}, exclude_none=True)


class ReturnView(Shape):
    """By what a list may register her again."""

    lifted: list[Literal["reference", "email"]]


class Acknowledgement(Shape):
    """A service that must forget the member, and when it has."""

    service: str
    acknowledged_at: UtcDateTime | None
    is_overdue: bool


class ErasureView(Shape):
    """How far an erasure has come."""

    id: UUID
    requested_at: UtcDateTime
    due_on: Day
    erased_at: UtcDateTime | None = Field(description="when this service had forgotten her")
    completed_at: UtcDateTime | None = Field(description="when the last service had")
    is_overdue: bool
    acknowledgements: list[Acknowledgement]


class ErasureRecord(ErasureView):
    """An erasure as the staff of the office sees it."""

    member_id: UUID
    is_on_paper: bool


class ErasureReceipt(ErasureView):
    """What the member keeps: with the id and the secret she sees who still lags, though she has no profile any more."""

    secret: str = Field(description="shown once; send it in the header `Receipt`")
