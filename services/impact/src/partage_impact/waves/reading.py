"""Reading what a wave asks and what came of it."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from partage_impact.questionnaires.models import questions_of
from partage_impact.questionnaires.queries import one_questionnaire
from partage_impact.questionnaires.questions import Question
from partage_impact.waves import queries
from partage_impact.waves.errors import TicketRefused
from partage_impact.waves.models import require_analysed
from partage_impact.waves.results import OneWay, one_way
from partage_impact.waves.tickets import answer_digest, is_genuine, nonce_hash
from partage_kit.db import Readable
from partage_kit.errors import Invalid


async def wave_and_questionnaire(session: Readable, office: str, wave_id: UUID) -> tuple[Row[Any], Row[Any]]:
    """A wave of this office and what it asks.

    Raises:
        WaveNotFound
    """
    wave = await queries.one_wave(session, office, wave_id)
    return wave, await one_questionnaire(session, office, wave.questionnaire_id)


async def result_of(session: Readable, office: str, wave_id: UUID, key: str) -> tuple[Row[Any], Question, OneWay]:
    """What may be told of the answers to one question.

    Raises:
        WaveNotFound, NoResultsYet
        Invalid: the questionnaire has no such question.
    """
    wave, questionnaire = await wave_and_questionnaire(session, office, wave_id)
    require_analysed(wave)
    question = next((one for one in questions_of(questionnaire) if one.key == key), None)
    if question is None:
        place = {"pointer": "/query/question", "detail": "no such question"}
        raise Invalid("the questionnaire has no such question", errors=[place])
    given, participants = await queries.answers_to(session, wave, question)
    return wave, question, one_way(question, given, participants, wave.threshold)


async def receipt(session: Readable, wave_id: UUID, ticket: str) -> str | None:
    """The digest of the answers that were counted for a ticket; None when it was not used.

    Raises:
        WaveNotFound, TicketRefused
    """
    wave = await queries.wave_of_ticket(session, wave_id)
    if not is_genuine(wave.ticket_key, wave_id, ticket):
        raise TicketRefused()
    answers = await queries.counted_answers(session, wave_id, nonce_hash(wave_id, ticket))
    return None if answers is None else answer_digest(ticket, answers)
