"""From answers to the shapes that go out."""

from collections.abc import Sequence
from typing import Any

from partage_kit.auth import Caller
from partage_kit.db import Readable
from partage_members.audiences.viewers import viewer_of
from partage_members.directory.people import visible_members
from partage_members.opportunity_answers.queries import is_mine
from partage_members.opportunity_answers.schemas import (
    AnswerMessageView,
    AnswerView,
    MyAnswer,
    RevealedContact,
)
from partage_members.profiles.schemas import VisibleProfile

_LINE = ("id", "opportunity_id", "state", "answered_at", "last_message_at")


async def answers_as_seen(session: Readable, caller: Caller, rows: Sequence[Any]) -> list[AnswerView]:
    """Answers with who gave them, as the caller sees her."""
    viewer = await viewer_of(session, caller, caller.office)
    people = await visible_members(session, viewer, caller.office, [row.member_id for row in rows])
    return [_view(caller, row, people.get(row.member_id)) for row in rows]


def mine(row: Any) -> MyAnswer:
    """An answer of the reader as a line of a list."""
    titles = None if row.hidden_at is not None else row.titles
    return MyAnswer(titles=titles, reveals_contact=row.reveals_contact, **_fields(row))


def message_view(row: Any) -> AnswerMessageView:
    """One message of an answer."""
    return AnswerMessageView(id=row.id, by="poster" if row.by_poster else "member", text=row.text, sent_at=row.sent_at)


def _view(caller: Caller, row: Any, member: VisibleProfile | None) -> AnswerView:
    names = ("given_name", "family_name", "email", "phone")
    contact = RevealedContact(**{name: getattr(row, name) for name in names}) if row.reveals_contact else None
    more = {"decided_at": row.decided_at, "version": row.version, "mine": is_mine(caller, row)}
    return AnswerView(member=member, contact=contact, **more, **_fields(row))


def _fields(row: Any) -> dict[str, Any]:
    return {name: getattr(row, name) for name in _LINE}
