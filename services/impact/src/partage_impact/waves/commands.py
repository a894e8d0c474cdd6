"""Plan, open, close and analyse waves; give tickets and take answers."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import insert
from sqlalchemy.exc import IntegrityError
from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.impact import RankedNeed, WaveClosed, WaveMode, WaveOpened
from partage_impact.evaluations.queries import evaluation_for_update
from partage_impact.questionnaires.errors import NotTranslated
from partage_impact.questionnaires.models import complete_languages, questions_of
from partage_impact.questionnaires.queries import one_questionnaire, questionnaire_for_update
from partage_impact.questionnaires.questions import SelectOne
from partage_impact.questionnaires.schemas import QuestionnaireState
from partage_impact.waves import events, queries
from partage_impact.waves.answers import wrong_answers
from partage_impact.waves.errors import NotReadyToAsk, TicketRefused, TicketSpent
from partage_impact.waves.models import Wave, identified_responses, require_open, responses, tickets
from partage_impact.waves.ranking import ranked
from partage_impact.waves.tickets import is_genuine, new_key, new_ticket, nonce_hash
from partage_impact.waves.unordered import insert_unordered
from partage_kit.clock import clock
from partage_kit.errors import Invalid
from partage_kit.http.tags import require_version
from partage_kit.types import day_of
from partage_kit.unit_of_work import emit, note_change


async def plan_wave(session: AsyncSession, office: str, fields: Mapping[str, Any]) -> Wave:
    """Plan a wave.

    Raises:
        QuestionnaireNotFound, NotTranslated, EvaluationNotFound, NotPossibleNow: the evaluation is closed.
        Invalid: the question that asks for needs is not there, or of another kind.
    """
    questionnaire = await one_questionnaire(session, office, fields["questionnaire_id"])
    if missing := set(fields["languages"]) - set(complete_languages(questionnaire)):
        raise NotTranslated(f"not complete: {', '.join(sorted(missing))}")
    needs_question = fields["needs_question"]
    if needs_question is not None and _needs_asked(questionnaire, needs_question) is None:
        why = "no `select_one` question of the questionnaire"
        raise Invalid(
            "the wave has no such question to rank", errors=[{"pointer": "/body/needs_question", "detail": why}]
        )
    if fields["evaluation_id"] is not None:
        (await evaluation_for_update(session, office, fields["evaluation_id"])).require_active()
    wave = Wave(office=office, ticket_key=new_key(), **fields)
    session.add(wave)
    await session.flush()
    return wave


async def change_wave(
    session: AsyncSession, office: str, wave_id: UUID, expected: int, changes: dict[str, Any]
) -> Wave:
    """Change a wave that is not closed.

    Raises:
        WaveNotFound, Stale, ThresholdMayOnlyRise, ModeIsFrozen, NotPossibleNow
    """
    wave = await queries.wave_for_update(session, office, wave_id)
    require_version(wave, expected)
    wave.change(changes, await queries.has_begun(session, wave_id))
    await session.flush()
    return wave


async def open_wave(session: AsyncSession, office: str, wave_id: UUID) -> Wave:
    """Let members answer, and announce it; the questionnaire is fielded by that.

    Raises:
        WaveNotFound, NotReadyToAsk, NotPossibleNow
    """
    wave = await queries.wave_for_update(session, office, wave_id)
    questionnaire = await questionnaire_for_update(session, office, wave.questionnaire_id)
    if questionnaire.state is QuestionnaireState.DRAFT:
        raise NotReadyToAsk()
    if missing := set(wave.languages) - set(complete_languages(questionnaire)):
        raise NotReadyToAsk(f"not translated any more: {', '.join(sorted(missing))}")
    if wave.needs_question is not None and _needs_asked(questionnaire, wave.needs_question) is None:
        raise NotReadyToAsk(f"the question {wave.needs_question}, which asks for needs, is gone")
    wave.open(day_of(await clock(session)))
    questionnaire.state = QuestionnaireState.FIELDED
    await session.flush()
    emit(session, events.announced(WaveOpened, wave, questionnaire))
    return wave


async def close_wave(session: AsyncSession, office: str, wave_id: UUID) -> Wave:
    """Take no more answers, and announce it.

    Raises:
        WaveNotFound, WaveIsNotOpen
    """
    wave = await queries.wave_for_update(session, office, wave_id)
    wave.close(day_of(await clock(session)))
    await session.flush()
    questionnaire = await one_questionnaire(session, office, wave.questionnaire_id)
    emit(session, events.announced(WaveClosed, wave, questionnaire))
    return wave


async def analyse_wave(session: AsyncSession, office: str, wave_id: UUID) -> Wave:
    """Let the results of a closed wave be read, and announce it with the needs that it ranks.

    Raises:
        WaveNotFound, NotPossibleNow
    """
    wave = await queries.wave_for_update(session, office, wave_id)
    wave.analyse()
    await session.flush()
    questionnaire = await one_questionnaire(session, office, wave.questionnaire_id)
    emit(session, events.analysed(wave, questionnaire, await _ranked_needs(session, wave, questionnaire)))
    return wave


async def _ranked_needs(session: AsyncSession, wave: Wave, questionnaire: Any) -> list[RankedNeed] | None:
    """The needs that a wave ranks; None when it asks for none."""
    question = _needs_asked(questionnaire, wave.needs_question)
    if question is None:
        return None
    given, participants = await queries.answers_to(session, wave, question)
    return ranked(question, given, participants, wave.threshold)


def _needs_asked(questionnaire: Any, key: str | None) -> SelectOne | None:
    """The question whose options are needs, if it is there and of that kind."""
    asked = (one for one in questions_of(questionnaire) if one.key == key)
    return next((one for one in asked if isinstance(one, SelectOne)), None)


async def give_ticket(session: AsyncSession, office: str, wave_id: UUID, member_id: UUID) -> str:
    """Give a member her one ticket; that she has one is all that is kept.

    Raises:
        WaveNotFound, WaveIsNotOpen, OtherMode, TicketAlreadyIssued
    """
    await queries.one_wave(session, office, wave_id)
    wave = await queries.wave_for_answering(session, wave_id)
    require_open(wave, day_of(await clock(session)), WaveMode.ANONYMOUS)
    row = {"wave_id": wave_id, "member_id": member_id, "place": uuid4()}
    await insert_unordered(session, tickets, row, "wave_id", "place")
    return new_ticket(wave.ticket_key, wave_id)


async def take_response(session: AsyncSession, wave_id: UUID, ticket: str, answers: Mapping[str, int | str]) -> None:
    """Take an anonymous answer; nothing kept of it says who, when within the day, or after whom.

    The same answers again, sent because the first time seemed lost, count once and are no fault.

    Raises:
        WaveNotFound, WaveIsNotOpen, OtherMode, TicketRefused, TicketSpent
        Invalid: with the place of each wrong answer.
    """
    wave = await queries.wave_for_answering(session, wave_id)
    if not is_genuine(wave.ticket_key, wave_id, ticket):
        raise TicketRefused()
    hashed = nonce_hash(wave_id, ticket)
    if await _is_counted(session, wave_id, hashed, answers):
        return
    today = day_of(await clock(session))
    require_open(wave, today, WaveMode.ANONYMOUS)
    await _require_right(session, wave, answers)
    row = {
        "id": uuid4(),
        "wave_id": wave_id,
        "nonce_hash": hashed,
        "answered_on": today,
        "answers": dict(answers),
    }
    try:
        async with session.begin_nested():
            await insert_unordered(session, responses, row, "wave_id", "id")
    except IntegrityError:  # answers with this ticket came at the same instant
        if not await _is_counted(session, wave_id, hashed, answers):
            raise


async def _is_counted(session: AsyncSession, wave_id: UUID, hashed: str, answers: Mapping[str, int | str]) -> bool:
    """Whether these very answers were given with the ticket before.

    Raises:
        TicketSpent: it was used for other ones.
    """
    counted = await queries.counted_answers(session, wave_id, hashed)
    if counted is not None and counted != dict(answers):
        raise TicketSpent()
    return counted is not None


async def take_identified_response(
    session: AsyncSession, office: str, wave_id: UUID, member_id: UUID, answers: Mapping[str, int | str]
) -> None:
    """Take an answer that a member gives under her own name.

    Raises:
        WaveNotFound, WaveIsNotOpen, OtherMode, AlreadyAnswered
        Invalid: with the place of each wrong answer.
    """
    await queries.one_wave(session, office, wave_id)
    wave = await queries.wave_for_answering(session, wave_id)
    today = day_of(await clock(session))
    require_open(wave, today, WaveMode.IDENTIFIED)
    await _require_right(session, wave, answers)
    row = {"wave_id": wave_id, "member_id": member_id, "answered_on": today, "answers": dict(answers)}
    await session.execute(insert(identified_responses).values(row))
    note_change(session, identified_responses, f"{wave_id},{member_id}", before=None, after={"office": office, **row})


async def _require_right(session: AsyncSession, wave: Any, answers: Mapping[str, int | str]) -> None:
    questionnaire = await one_questionnaire(session, wave.office, wave.questionnaire_id)
    if wrong := wrong_answers(questions_of(questionnaire), answers):
        raise Invalid(f"{len(wrong)} answers are not as the questionnaire asks", errors=wrong[:50])
