"""From consultations to the shapes that go out."""

from collections.abc import Mapping
from typing import Any

from partage_members.consultations.models import Consultation, state_at
from partage_members.consultations.schemas import (
    ConsultationState,
    ConsultationSummary,
    ConsultationView,
    Result,
    Stance,
)

_FIELDS = ("id", "filiere_id", "about", "question", "opens_at", "closes_at")
_VERSIONS = {ConsultationState.PLANNED: 1, ConsultationState.OPEN: 2, ConsultationState.CLOSED: 3}


def summary(row: Any) -> ConsultationSummary:
    """A consultation as a line of a list."""
    return ConsultationSummary(state=row.state, **_fields(row))


def opened(consultation: Consultation) -> ConsultationView:
    """A consultation at the moment at which it was made."""
    at = consultation.created_at
    return _whole(consultation, state_at(consultation.opens_at, consultation.closes_at, at), None)


def whole(row: Any, counts: Mapping[Stance, int] | None) -> ConsultationView:
    """A consultation, with its result when there is one to publish."""
    result = None if counts is None else Result(**{stance: counts.get(stance, 0) for stance in Stance})
    return _whole(row, ConsultationState(row.state), result)


def _whole(row: Any, state: ConsultationState, result: Result | None) -> ConsultationView:
    return ConsultationView(state=state, result=result, version=_VERSIONS[state], **_fields(row))


def _fields(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _FIELDS}
