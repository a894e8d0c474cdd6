"""From consultations to the shapes that go out; their state is read from the clock, never stored."""

from datetime import datetime
from typing import Any

from partage_members.consultations.models import state_at
from partage_members.consultations.schemas import ConsultationSummary, ConsultationView, Result

_FIELDS = ("id", "filiere_id", "about", "question", "opens_at", "closes_at")


def summary(row: Any, at: datetime) -> ConsultationSummary:
    """A consultation as a line of a list."""
    return ConsultationSummary(**_fields(row, at))


def whole(row: Any, at: datetime, result: Result | None) -> ConsultationView:
    """A consultation, with its result when there is one to publish."""
    return ConsultationView(result=result, **_fields(row, at))


def _fields(row: Any, at: datetime) -> dict[str, Any]:
    state = state_at(row.opens_at, row.closes_at, at)
    return {"state": state, **{name: getattr(row, name) for name in _FIELDS}}
