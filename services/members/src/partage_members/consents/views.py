"""From consents to the shapes that go out."""

from collections.abc import Mapping
from typing import Any

from partage_members.consents.schemas import ConsentEventView, ConsentState, ConsentView, MyConsent
from partage_members.notices.schemas import PurposeView

_FIELDS = (
    "id",
    "member_id",
    "purpose",
    "notice_id",
    "notice_number",
    "language",
    "sha256",
    "method",
    "evidence_reference",
    "given_at",
    "recorded_at",
    "expires_at",
    "ended_at",
    "state",
)
_VERSIONS = {state: number for number, state in enumerate(ConsentState, start=1)}


def consent_view(row: Any) -> ConsentView:
    """A consent; its state follows from events, dates and later notices, so each counts as a version."""
    return ConsentView(
        recorded_by_staff=row.recorded_by is not None,
        version=_VERSIONS[ConsentState(row.state)],
        **{name: getattr(row, name) for name in _FIELDS},
    )


def event_view(row: Any) -> ConsentEventView:
    """An event as a line of a member's history."""
    names = ("id", "consent_id", "purpose", "kind", "at", "recorded_at", "method", "notice_id", "language")
    return ConsentEventView(
        recorded_by_staff=row.recorded_by is not None, **{name: getattr(row, name) for name in names}
    )


def my_consent(purpose: PurposeView, row: Any | None, in_force: Mapping[str, Any]) -> MyConsent:
    """How a member stands to a purpose."""
    return MyConsent(
        purpose=purpose.code,
        name={str(code): name for code, name in purpose.name.items()},
        state="none" if row is None else ConsentState(row.state),
        consent_id=row and row.id,
        given_at=row and row.given_at,
        expires_at=row and row.expires_at,
        notice_id=in_force.get(purpose.code),
    )
