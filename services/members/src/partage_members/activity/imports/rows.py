"""A piece of activity as a row of a file; its amount becomes a band as the file comes in."""

import re
from typing import Annotated, Any, Self
from uuid import UUID

from pydantic import BeforeValidator, Field, model_validator

from partage_contracts.members import ActivityBand
from partage_members.activity.bands import band_of
from partage_members.activity.schemas import ActivityFields
from partage_members.profiles.imports.rows import Reference

_AMOUNT = re.compile(r"(?P<euros>[0-9]{1,12})(?:[.,](?P<cents>[0-9]{1,2}))?")
_UNREADABLE = "unreadable"


def without_amount(given: dict[str, Any]) -> dict[str, Any]:
    """The row with the band of its amount in place of the amount, so that no table ever has it."""
    amount = given.get("amount")
    return given if amount is None else {**given, "amount": _band_of(amount)}


def _band_of(amount: Any) -> str:
    written = _AMOUNT.fullmatch(amount) if isinstance(amount, str) else None
    if written is None:
        return _UNREADABLE
    return band_of(int(written["euros"]) * 100 + int((written["cents"] or "").ljust(2, "0")))


def _require_amount(band: Any) -> Any:
    if band == _UNREADABLE:
        raise ValueError("an amount is a text in euros, not negative, such as 1234.56 or 1234,56")
    return band


def _one_at_first(value: Any) -> Any:
    return 1 if value is None else int(value) if isinstance(value, str) and value.isdecimal() else value


def _no_unless_said(value: Any) -> Any:
    return False if value is None else value


class ActivityRow(ActivityFields):
    """A registration, an assignment or an invoice of a member, named by `member_id` or by the office's own reference.

    The fields are those of a single record; an empty cell is as if it had been left out.
    """

    member_id: UUID | None = None
    member_reference: Reference | None = None
    revision: Annotated[int, Field(strict=True, ge=1, le=1_000_000), BeforeValidator(_one_at_first)] = 1
    amount: Annotated[ActivityBand, BeforeValidator(_require_amount)] | None = None
    cancelled: Annotated[bool, BeforeValidator(_no_unless_said)] = False

    @model_validator(mode="after")
    def _one_size(self) -> Self:
        if self.amount is not None and self.band is not None:
            raise ValueError("an amount or a band, not both")
        return self
