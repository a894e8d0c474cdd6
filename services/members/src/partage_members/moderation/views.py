"""From what is moderated to the shape that goes out."""

from typing import Any

from partage_members.moderation.schemas import Contest


def contest_of(row: Any) -> Contest | None:
    """What the author said against hiding, if she did; for her and for those who decide."""
    if row.contested_at is None:
        return None
    return Contest(
        text=row.contest,
        contested_at=row.contested_at,
        answer=row.contest_answer,
        answered_at=row.contest_answered_at,
    )
