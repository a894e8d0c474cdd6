"""The HTTP door of charters."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_kit.auth import Buyer, EthicsCommittee, Role
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow, OwnSubmission, PreconditionRequired, Stale
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch
from partage_procurement.callers import Commentator, Insider
from partage_procurement.charters import commands, queries
from partage_procurement.charters.errors import (
    CharterNotFound,
    CommentAlreadyAnswered,
    CommentNotFound,
    UnansweredComments,
    UnsoundCharter,
)
from partage_procurement.charters.schemas import (
    AnswerComment,
    CharterFilter,
    CharterSummary,
    CharterView,
    CommentView,
    SendBack,
    SignCharter,
    WriteCharter,
    WriteComment,
)
from partage_procurement.charters.views import sees_drafts

router = Router(prefix="/charters", tags=["charters"])

MOVING = problems(CharterNotFound, NotPossibleNow)


@router.get("")
async def list_charters(
    caller: Insider, wanted: Annotated[CharterFilter, Query()], paging: Paging, session: ReadSession
) -> Page[CharterSummary]:
    """The charter versions of your office, the newest first."""
    drafts = sees_drafts(caller)
    rows, following = await queries.list_charters(session, caller.office, wanted, paging, drafts=drafts)
    return Page(items=[CharterSummary.model_validate(row) for row in rows], next=following)


@router.post("", status_code=201, responses=problems(UnsoundCharter))
async def draft_charter(written: WriteCharter, caller: Buyer, session: WriteSession, tag: ETag) -> CharterView:
    """Begin a new charter version, as a draft."""
    charter = await commands.draft_charter(session, caller.office, caller.person, written)
    return tag(CharterView.model_validate(charter))


@router.get("/{charter_id}", responses=problems(CharterNotFound))
async def read_charter(charter_id: UUID, caller: Insider, session: ReadSession, tag: ETag) -> CharterView:
    """A charter version with its themes, criteria and standing bands."""
    row = await queries.one_charter(session, caller.office, charter_id, drafts=sees_drafts(caller))
    return tag(CharterView.model_validate(row))


@router.put(
    "/{charter_id}",
    responses=problems(CharterNotFound, Stale, PreconditionRequired, NotPossibleNow, UnsoundCharter),
)
async def change_charter(
    charter_id: UUID, written: WriteCharter, caller: Buyer, expected: IfMatch, session: WriteSession, tag: ETag
) -> CharterView:
    """Write a draft, or a text in consultation, anew as a whole."""
    charter = await commands.change_charter(session, caller.office, charter_id, caller.person, expected, written)
    return tag(CharterView.model_validate(charter))


@router.post("/{charter_id}/consult", responses=MOVING)
async def consult_on_charter(charter_id: UUID, caller: Buyer, session: WriteSession, tag: ETag) -> CharterView:
    """Show a draft to the members, who may comment on it."""
    charter = await commands.consult_on_charter(session, caller.office, charter_id)
    return tag(CharterView.model_validate(charter))


@router.post("/{charter_id}/submit", responses=MOVING)
async def submit_charter(charter_id: UUID, caller: Buyer, session: WriteSession, tag: ETag) -> CharterView:
    """Lay a version before the ethics committee."""
    charter = await commands.submit_charter(session, caller.office, charter_id, caller.person)
    return tag(CharterView.model_validate(charter))


@router.post("/{charter_id}/send-back", responses=MOVING)
async def send_charter_back(
    charter_id: UUID, back: SendBack, caller: EthicsCommittee, session: WriteSession, tag: ETag
) -> CharterView:
    """Give a version back to its authors, with a reason."""
    charter = await commands.send_charter_back(session, caller.office, charter_id, back.reason)
    return tag(CharterView.model_validate(charter))


@router.post(
    "/{charter_id}/sign", responses=problems(CharterNotFound, NotPossibleNow, OwnSubmission, UnansweredComments)
)
async def sign_charter(
    charter_id: UUID,
    caller: EthicsCommittee,
    session: WriteSession,
    tag: ETag,
    signature: SignCharter | None = None,
) -> CharterView:
    """Sign a version for the ethics committee: it is adopted, and the version in force is superseded.

    With `grace_until`, labels under earlier versions count until that day; suppliers that stood by them are conditional
    from the day after, until they are assessed anew or the buyer decides.
    """
    grace_until = signature.grace_until if signature else None
    charter = await commands.sign_charter(session, caller.office, charter_id, caller.person, grace_until)
    return tag(CharterView.model_validate(charter))


@router.get("/{charter_id}/comments", responses=problems(CharterNotFound))
async def list_comments(charter_id: UUID, caller: Insider, paging: Paging, session: ReadSession) -> Page[CommentView]:
    """The comments on a charter version with their answers, the oldest first."""
    drafts = sees_drafts(caller)
    rows, following = await queries.list_comments(session, caller.office, charter_id, paging, drafts=drafts)
    return Page(items=[CommentView.model_validate(row) for row in rows], next=following)


@router.post("/{charter_id}/comments", status_code=201, responses=MOVING)
async def comment_on_charter(
    charter_id: UUID, comment: WriteComment, caller: Commentator, session: WriteSession
) -> CommentView:
    """Comment on a version: the ethics committee from draft on, members during consultation."""
    written = await commands.comment_on_charter(
        session,
        caller.office,
        charter_id,
        caller.subject,
        comment.about,
        comment.text,
        by_committee=caller.has(Role.ETHICS_COMMITTEE),
    )
    return CommentView.model_validate(written)


@router.post(
    "/{charter_id}/comments/{comment_id}/answer",
    responses=problems(CharterNotFound, CommentNotFound, CommentAlreadyAnswered),
)
async def answer_comment(
    charter_id: UUID, comment_id: UUID, reply: AnswerComment, caller: Buyer, session: WriteSession
) -> CommentView:
    """Answer a comment, once."""
    comment = await commands.answer_comment(
        session, caller.office, charter_id, comment_id, caller.subject, reply.answer
    )
    return CommentView.model_validate(comment)
