"""From exports to the shapes that go out."""

from datetime import datetime
from typing import Any

from partage_members.data_exports.models import expires_at, state_at
from partage_members.data_exports.schemas import DataExportView, ExportState
from partage_members.periods import has_passed

_FIELDS = (
    "id",
    "member_id",
    "way",
    "received_on",
    "due_on",
    "requested_at",
    "ready_at",
    "answered_at",
    "size",
    "sha256",
    "evidence_reference",
    "handover_reference",
)


def export_view(export: Any, at: datetime) -> DataExportView:
    """An export; that it expires or falls overdue follows from the clock, so each counts as another version."""
    state = state_at(export.ready_at, at)
    overdue = export.answered_at is None and has_passed(export.due_on, at)
    return DataExportView(
        state=state,
        overdue=overdue,
        expires_at=expires_at(export.ready_at),
        version=export.version + (state is ExportState.EXPIRED) + overdue,
        **{name: getattr(export, name) for name in _FIELDS},
    )
