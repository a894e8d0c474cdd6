"""From rows to the shapes that go out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from partage_members.erasures.schemas import Acknowledgement, ErasureRecord, ErasureView


def _parts(erasure: Any, acknowledged: Sequence[Any], today: date) -> dict[str, Any]:
    is_late = erasure.due_on < today
    return {
        "id": erasure.id,
        "requested_at": erasure.requested_at,
        "due_on": erasure.due_on,
        "erased_at": erasure.erased_at,
        "completed_at": erasure.completed_at,
        "is_overdue": is_late and erasure.completed_at is None,
        "acknowledgements": [
            Acknowledgement(
                service=one.service,
                acknowledged_at=one.acknowledged_at,
                is_overdue=is_late and one.acknowledged_at is None,
            )
            for one in acknowledged
        ],
    }


def progress(erasure: Any, acknowledged: Sequence[Any], today: date) -> ErasureView:
    """How far an erasure has come, for whoever holds its receipt."""
    return ErasureView(**_parts(erasure, acknowledged, today))


def record(erasure: Any, acknowledged: Sequence[Any], today: date) -> ErasureRecord:
    """An erasure for the staff of the office."""
    return ErasureRecord(
        member_id=erasure.member_id,
        is_on_paper=erasure.recorded_by is not None,
        **_parts(erasure, acknowledged, today),
    )
