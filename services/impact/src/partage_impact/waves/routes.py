"""The HTTP door of waves."""

from typing import Annotated
from uuid import UUID

from fastapi import Query, Response

from partage_impact.callers import EvaluationTeam, Insider
from partage_impact.evaluations.errors import EvaluationNotFound
from partage_impact.questionnaires.errors import NotTranslated, QuestionnaireNotFound
from partage_impact.values import ItemKey
from partage_impact.waves import commands, queries, reading
from partage_impact.waves.errors import (
    AlreadyAnswered,
    ModeIsFrozen,
    NoResultsYet,
    NotReadyToAsk,
    OtherMode,
    ThresholdMayOnlyRise,
    TicketAlreadyIssued,
    TicketRefused,
    TicketSpent,
    WaveIsNotOpen,
    WaveNotFound,
)
from partage_impact.waves.schemas import (
    ChangeWave,
    FormView,
    GiveTicket,
    PlanWave,
    ReceiptView,
    Respond,
    RespondIdentified,
    ResultView,
    Taken,
    TicketView,
    WaveFilter,
    WaveView,
)
from partage_impact.waves.views import form_view, result_view, wave_view
from partage_kit.auth import Member
from partage_kit.clock import clock
from partage_kit.db import AnonymousSession, ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow, PreconditionRequired, Stale
from partage_kit.http.anonymous import ANONYMOUS
from partage_kit.http.languages import ReaderLanguages
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch
from partage_kit.types import day_of

router = Router(prefix="/waves", tags=["surveys"])

ANSWERING = (WaveNotFound, WaveIsNotOpen, OtherMode)


@router.get("")
async def list_waves(
    caller: Insider, wanted: Annotated[WaveFilter, Query()], paging: Paging, session: ReadSession
) -> Page[WaveView]:
    """The survey waves of your office, newest first; those open today with `state=open`."""
    today = day_of(await clock(session))
    rows, following = await queries.list_waves(session, caller.office, wanted, today, paging)
    return Page(items=[wave_view(row, today) for row in rows], next=following)


@router.post(
    "",
    status_code=201,
    responses=problems(QuestionnaireNotFound, EvaluationNotFound, NotTranslated, NotPossibleNow),
)
async def plan_wave(new: PlanWave, caller: EvaluationTeam, session: WriteSession, tag: ETag) -> WaveView:
    """Plan a wave, for an evaluation or to ask members for their needs."""
    wave = await commands.plan_wave(session, caller.office, new.model_dump())
    return tag(wave_view(wave, day_of(await clock(session))))


@router.get("/{wave_id}", responses=problems(WaveNotFound))
async def read_wave(wave_id: UUID, caller: Insider, session: ReadSession, tag: ETag) -> WaveView:
    """A wave of your office."""
    wave = await queries.one_wave(session, caller.office, wave_id)
    return tag(wave_view(wave, day_of(await clock(session))))


@router.patch(
    "/{wave_id}",
    responses=problems(WaveNotFound, Stale, PreconditionRequired, ThresholdMayOnlyRise, ModeIsFrozen, NotPossibleNow),
)
async def change_wave(
    wave_id: UUID, changes: ChangeWave, caller: EvaluationTeam, expected: IfMatch, session: WriteSession, tag: ETag
) -> WaveView:
    """Change a wave. The threshold only rises; the mode stays once somebody holds a ticket or has answered."""
    fields = changes.given()
    wave = await commands.change_wave(session, caller.office, wave_id, expected, fields)
    return tag(wave_view(wave, day_of(await clock(session))))


@router.post("/{wave_id}/open", responses=problems(WaveNotFound, NotReadyToAsk, NotPossibleNow))
async def open_wave(wave_id: UUID, caller: EvaluationTeam, session: WriteSession, tag: ETag) -> WaveView:
    """Let members answer from today on."""
    wave = await commands.open_wave(session, caller.office, wave_id)
    return tag(wave_view(wave, day_of(await clock(session))))


@router.post("/{wave_id}/close", responses=problems(WaveNotFound, WaveIsNotOpen))
async def close_wave(wave_id: UUID, caller: EvaluationTeam, session: WriteSession, tag: ETag) -> WaveView:
    """Take no more answers."""
    wave = await commands.close_wave(session, caller.office, wave_id)
    return tag(wave_view(wave, day_of(await clock(session))))


@router.post("/{wave_id}/analyse", responses=problems(WaveNotFound, NotPossibleNow))
async def analyse_wave(wave_id: UUID, caller: EvaluationTeam, session: WriteSession, tag: ETag) -> WaveView:
    """Let the results of a closed wave be read."""
    wave = await commands.analyse_wave(session, caller.office, wave_id)
    return tag(wave_view(wave, day_of(await clock(session))))


@router.get("/{wave_id}/form", responses=problems(WaveNotFound))
async def read_form(wave_id: UUID, caller: Insider, languages: ReaderLanguages, session: ReadSession) -> FormView:
    """What a wave asks, in the language you read best of those it is open in."""
    wave, questionnaire = await reading.wave_and_questionnaire(session, caller.office, wave_id)
    return form_view(wave, questionnaire, languages)


@router.post(
    "/{wave_id}/tickets",
    status_code=201,
    responses=problems(*ANSWERING, TicketAlreadyIssued),
    openapi_extra=ANONYMOUS,
)
async def give_ticket(wave_id: UUID, caller: Member, session: AnonymousSession, response: Response) -> TicketView:
    """Get your one ticket for an anonymous wave. Keep it: it is shown once, kept nowhere, and never replaced.

    An Idempotency-Key is not looked at here, since keeping the answer would keep the ticket beside your name.
    """
    response.headers["Cache-Control"] = "no-store"
    return TicketView(ticket=await commands.give_ticket(session, caller.office, wave_id, caller.member))


@router.post(
    "/{wave_id}/responses",
    status_code=201,
    responses=problems(*ANSWERING, TicketRefused, TicketSpent),
    openapi_extra=ANONYMOUS,
)
async def respond(wave_id: UUID, given: Respond, session: AnonymousSession) -> Taken:
    """Answer an anonymous wave with a ticket and without a token; each ticket counts once.

    The same answers with the same ticket get the same reply again, so a request that seemed lost may be repeated.
    Nothing is kept of the request: no token is read, no log line, no key, no trace, no time finer than the day.
    """
    await commands.take_response(session, wave_id, given.ticket, given.answers)
    return Taken()


@router.post("/{wave_id}/receipts", responses=problems(WaveNotFound, TicketRefused), openapi_extra=ANONYMOUS)
async def check_receipt(wave_id: UUID, given: GiveTicket, session: ReadSession) -> ReceiptView:
    """See with your ticket, and without a token, that your answer is in the tally unchanged; nothing is written."""
    digest = await reading.receipt(session, wave_id, given.ticket)
    return ReceiptView(counted=digest is not None, digest=digest)


@router.post("/{wave_id}/identified-responses", status_code=201, responses=problems(*ANSWERING, AlreadyAnswered))
async def respond_identified(wave_id: UUID, given: RespondIdentified, caller: Member, session: WriteSession) -> Taken:
    """Answer an identified wave under your own name."""
    await commands.take_identified_response(session, caller.office, wave_id, caller.member, given.answers)
    return Taken()


@router.get("/{wave_id}/results", responses=problems(WaveNotFound, NoResultsYet))
async def read_result(
    wave_id: UUID, question: ItemKey, caller: Insider, languages: ReaderLanguages, session: ReadSession
) -> ResultView:
    """The answers to one question, once the wave is analysed; groups under the threshold are hidden, and as many
    others as it takes that nobody can subtract them."""
    wave, asked, told = await reading.result_of(session, caller.office, wave_id, question)
    return result_view(wave, asked, wave.threshold, told, languages)
