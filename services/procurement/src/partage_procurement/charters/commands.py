"""Write charter versions, comment on them, and bring them to adoption."""

from collections.abc import Sequence
from datetime import date, datetime
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.changes import write_changes
from partage_kit.clock import clock
from partage_kit.errors import Invalid
from partage_kit.http.tags import require_version
from partage_kit.types import Person, day_of
from partage_kit.unit_of_work import emit
from partage_procurement.charters import events, queries
from partage_procurement.charters.errors import UnansweredComments
from partage_procurement.charters.models import Charter, Comment
from partage_procurement.charters.schemas import CharterState, WriteCharter
from partage_procurement.charters.yardstick import require_sound
from partage_procurement.suppliers.commands import end_labels


async def draft_charter(session: AsyncSession, office: str, author: Person, written: WriteCharter) -> Charter:
    """Begin a new version.

    Raises:
        UnsoundCharter, Busy: another version was begun at the same instant.
    """
    fields = written.model_dump(mode="json", by_alias=True)
    require_sound(fields["themes"], fields["criteria"], fields["bands"])
    number = await queries.next_number(session, office)
    now = await clock(session)
    charter = Charter(office=office, number=number, created_at=now, updated_at=now, **fields)
    charter.written_by(author, now)
    session.add(charter)
    await session.flush()
    return charter


async def change_charter(
    session: AsyncSession, office: str, charter_id: UUID, author: Person, expected: int, written: WriteCharter
) -> Charter:
    """Write a version anew, as a whole.

    Raises:
        CharterNotFound, Stale, NotPossibleNow, UnsoundCharter
    """
    fields = written.model_dump(mode="json", by_alias=True)
    require_sound(fields["themes"], fields["criteria"], fields["bands"])
    charter = await queries.charter_for_update(session, office, charter_id)
    require_version(charter, expected)
    charter.require_changeable()
    if write_changes(charter, fields):
        charter.written_by(author, await clock(session))
        await session.flush()
    return charter


async def consult_on_charter(session: AsyncSession, office: str, charter_id: UUID) -> Charter:
    """Show a draft to the members.

    Raises:
        CharterNotFound, NotPossibleNow
    """
    charter = await queries.charter_for_update(session, office, charter_id)
    charter.consult(await clock(session))
    await session.flush()
    return charter


async def submit_charter(session: AsyncSession, office: str, charter_id: UUID, by: Person) -> Charter:
    """Lay a version before the ethics committee.

    Raises:
        CharterNotFound, NotPossibleNow
    """
    charter = await queries.charter_for_update(session, office, charter_id)
    charter.submit(by, await clock(session))
    await session.flush()
    return charter


async def send_charter_back(session: AsyncSession, office: str, charter_id: UUID, reason: str) -> Charter:
    """Give a version back to its authors, with a reason.

    Raises:
        CharterNotFound, NotPossibleNow
    """
    charter = await queries.charter_for_update(session, office, charter_id)
    charter.send_back(reason, await clock(session))
    await session.flush()
    return charter


async def sign_charter(
    session: AsyncSession, office: str, charter_id: UUID, by: Person, grace_until: date | None
) -> Charter:
    """Adopt a version in place of the one in force, and announce both; labels under earlier ones end with the grace.

    Raises:
        CharterNotFound, NotPossibleNow, OwnSubmission, UnansweredComments, Busy, Invalid: the grace is over already.
    """
    charter = await queries.charter_for_update(session, office, charter_id)
    charter.require_signable(by)
    if await queries.has_unanswered_comments(session, charter_id):
        raise UnansweredComments("the comments on this version tell which")
    earlier = await queries.once_adopted_for_update(session, office)
    now = await clock(session)
    if grace_until is not None:
        await _end_labels(session, office, earlier, grace_until, now)
    for in_force in (version for version in earlier if version.state is CharterState.ADOPTED):
        in_force.give_way(charter.id, now)
        await session.flush()
        emit(session, events.superseded(in_force, charter.id))
    charter.adopt(by.subject, now)
    await session.flush()
    emit(session, events.adopted(charter, grace_until))
    return charter


async def _end_labels(
    session: AsyncSession, office: str, versions: Sequence[Charter], grace_until: date, now: datetime
) -> None:
    if grace_until < day_of(now):
        why = "is in the past"
        raise Invalid(f"grace_until {why}", errors=[{"pointer": "/body/grace_until", "detail": why}])
    for version in versions:
        version.end_labels(grace_until, now)
    await end_labels(session, office, grace_until, now)


async def comment_on_charter(
    session: AsyncSession, office: str, charter_id: UUID, by: str, about: str | None, text: str, *, by_committee: bool
) -> Comment:
    """Comment on a version, or on one of its themes or criteria.

    Raises:
        CharterNotFound, NotPossibleNow, Invalid: no theme or criterion has this code.
    """
    charter = await queries.charter_for_update(session, office, charter_id, drafts=by_committee)
    charter.require_commentable(by_committee=by_committee)
    if about is not None and not charter.has_part(about):
        place = {"pointer": "/body/about", "detail": "no theme or criterion of this charter"}
        raise Invalid("about names no theme or criterion of this charter", errors=[place])
    now = await clock(session)
    comment = Comment(
        office=office,
        charter_id=charter_id,
        about=about,
        text=text,
        by_committee=by_committee,
        made_by=by,
        made_at=now,
    )
    session.add(comment)
    await session.flush()
    return comment


async def answer_comment(
    session: AsyncSession, office: str, charter_id: UUID, comment_id: UUID, by: str, answer: str
) -> Comment:
    """Answer a comment.

    Raises:
        CharterNotFound, CommentNotFound, CommentAlreadyAnswered
    """
    await queries.charter_for_update(session, office, charter_id)
    comment = await queries.comment_for_update(session, charter_id, comment_id)
    comment.reply(answer, by, await clock(session))
    await session.flush()
    return comment
