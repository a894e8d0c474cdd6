"""From notices to the shapes that go out."""

from collections.abc import Mapping
from typing import Any

from partage_members.notices.schemas import NoticeState, NoticeView, Purpose, PurposeView

_FIELDS = ("id", "purpose", "number", "title", "text", "sha256", "controller", "material", "published_at")


def notice_view(notice: Any, purpose: PurposeView | None = None) -> NoticeView:
    """A notice; a draft is shown with the terms of its purpose as it is now.

    Being superseded follows from another notice, so it counts as another version.
    """
    terms = notice.terms or (purpose.model_dump(exclude={"code", "version"}) if purpose else None)
    superseded = getattr(notice, "superseded_at", None) is not None
    return NoticeView(
        state=_state(notice, superseded),
        terms=Purpose.model_validate(terms),
        version=notice.version + superseded,
        **{name: getattr(notice, name) for name in _FIELDS},
    )


def of_purposes(notice: Any, purposes: Mapping[str, PurposeView]) -> NoticeView:
    """A notice as a line of a list."""
    return notice_view(notice, purposes[notice.purpose])


def _state(notice: Any, superseded: bool) -> NoticeState:
    if notice.published_at is None:
        return NoticeState.DRAFT
    return NoticeState.SUPERSEDED if superseded else NoticeState.IN_FORCE
