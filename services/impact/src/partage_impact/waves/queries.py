"""Named reads of waves and their answers."""

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Table, and_, exists, func, not_, or_, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_contracts.impact import WaveMode
from partage_impact.lists import rows_of
from partage_impact.questionnaires.questions import OpenText, Question
from partage_impact.waves.errors import WaveNotFound
from partage_impact.waves.models import Wave, identified_responses, responses, tickets
from partage_impact.waves.schemas import WaveFilter, WaveState
from partage_kit.db import Readable
from partage_kit.http.pages import Order, PageOf, page_of
from partage_kit.tables import table_of

waves = table_of(Wave)

_NEWEST = Order("-id", (waves.c.id, False))


async def one_wave(session: Readable, office: str, wave_id: UUID) -> Row[Any]:
    """A wave of this office.

    Raises:
        WaveNotFound
    """
    statement = select(waves).where(waves.c.id == wave_id, waves.c.office == office)
    return _found((await session.execute(statement)).first())


async def wave_for_answering(session: AsyncSession, wave_id: UUID) -> Row[Any]:
    """A wave of any office, which cannot close before the transaction ends.

    Raises:
        WaveNotFound
    """
    statement = select(waves).where(waves.c.id == wave_id).with_for_update(read=True)
    return _found((await session.execute(statement)).first())


async def wave_of_ticket(session: Readable, wave_id: UUID) -> Row[Any]:
    """A wave of any office.

    Raises:
        WaveNotFound
    """
    return _found((await session.execute(select(waves).where(waves.c.id == wave_id))).first())


async def wave_for_update(session: AsyncSession, office: str, wave_id: UUID) -> Wave:
    """The wave, locked until the transaction ends.

    Raises:
        WaveNotFound
    """
    statement = select(Wave).where(col(Wave.id) == wave_id, col(Wave.office) == office).with_for_update()
    wave = (await session.execute(statement)).scalar_one_or_none()
    if wave is None:
        raise WaveNotFound()
    return wave


async def list_waves(
    session: Readable, office: str, wanted: WaveFilter, today: date, paging: PageOf
) -> tuple[Sequence[Row[Any]], str | None]:
    """One page of the waves of an office as they stand today, newest first."""
    statement = rows_of(waves, _NEWEST).where(waves.c.office == office)
    for name in ("evaluation_id", "purpose"):
        if value := getattr(wanted, name):
            statement = statement.where(waves.c[name] == value)
    if wanted.state:
        statement = statement.where(_stands(wanted.state, today))
    return await page_of(session, statement, _NEWEST, paging)


def _stands(state: WaveState, today: date) -> ColumnElement[bool]:
    """As `state_on` says: an open wave whose last day is past is closed."""
    is_over = waves.c.closes_on < today
    match state:
        case WaveState.OPEN:
            return and_(waves.c.state == state, or_(waves.c.closes_on.is_(None), not_(is_over)))
        case WaveState.CLOSED:
            return or_(waves.c.state == state, and_(waves.c.state == WaveState.OPEN, is_over))
    return waves.c.state == state


async def has_begun(session: Readable, wave_id: UUID) -> bool:
    """Whether somebody holds a ticket of a wave or has answered it."""
    begun = [exists().where(table.c.wave_id == wave_id) for table in (tickets, responses, identified_responses)]
    return bool((await session.execute(select(or_(*begun)))).scalar_one())


async def counted_answers(session: Readable, wave_id: UUID, hashed: str) -> Mapping[str, Any] | None:
    """The answers that were given with a ticket; None when it was not used."""
    statement = select(responses.c.answers).where(responses.c.wave_id == wave_id, responses.c.nonce_hash == hashed)
    found: Mapping[str, Any] | None = (await session.execute(statement)).scalar_one_or_none()
    return found


async def answers_to(session: Readable, wave: Row[Any] | Wave, question: Question) -> tuple[dict[str, int], int]:
    """How often each answer to a question was given, and how many took part; texts count as one answer."""
    table: Table = responses if wave.mode is WaveMode.ANONYMOUS else identified_responses
    given: ColumnElement[Any] = table.c.answers[question.key].as_string()
    answer = (given.is_not(None) if isinstance(question, OpenText) else given).label("answer")
    statement = select(answer, func.count().label("times")).where(table.c.wave_id == wave.id).group_by(answer)
    counts: dict[str, int] = {}
    participants = 0
    for row in await session.execute(statement):
        participants += row.times
        if row.answer is not None and row.answer is not False:
            counts[str(row.answer)] = row.times
    return counts, participants


async def open_waves_of(session: Readable, evaluation_id: UUID) -> Sequence[UUID]:
    """The waves of an evaluation that are not closed yet."""
    unfinished = (WaveState.PLANNED, WaveState.OPEN)
    statement = select(waves.c.id).where(waves.c.evaluation_id == evaluation_id, waves.c.state.in_(unfinished))
    return (await session.execute(statement.order_by(waves.c.id))).scalars().all()


def _found(row: Row[Any] | None) -> Row[Any]:
    if row is None:
        raise WaveNotFound()
    return row
