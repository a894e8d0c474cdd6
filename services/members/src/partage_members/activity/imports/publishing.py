"""Activity of a file becomes activity of the office: new pieces by one statement, corrections by another."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import ColumnElement, CursorResult, and_, case, exists, func, or_, select, update
from sqlalchemy.ext.asyncio import AsyncConnection, AsyncSession

from partage_kit.clock import clock
from partage_kit.imports import ImportKind, Outdated
from partage_kit.imports.announcing import announce
from partage_kit.imports.columns import columns_from, from_json
from partage_kit.imports.staging import ready_rows, staged_of
from partage_kit.jobs import Job
from partage_kit.statements import upsert
from partage_members.activity.commands import let_review
from partage_members.activity.imports.checking import check_activity
from partage_members.activity.imports.rows import ActivityRow, without_amount
from partage_members.activity.queries import a, entries
from partage_members.activity.schemas import Outcome
from partage_members.profiles.imports.models import profile_references
from partage_members.profiles.queries import profiles
from partage_members.tables import tables

staged = staged_of(tables.metadata)
_NAMES = tuple(entries.c.keys())
_CORRECTED = tuple(name for name in _NAMES if name not in ("id", "office", "source", "reference"))


async def publish_activity(session: AsyncSession, job: Job) -> Mapping[str, int]:
    """Write the pieces of activity that a file tells of and corrects, with their events and audit notes.

    Raises:
        Outdated: a member has gone or has another reference, or a piece has changed, since the rows were looked at.
    """
    connection = await session.connection()
    _, ready = ready_rows(tables.metadata, job.id)
    action = from_json(staged.c.ready, ["action"], staged.c.key, connection.dialect.name)
    figures = await _figures(connection, job.office, action, ready)
    new, corrected = and_(ready, action == Outcome.RECORDED), and_(ready, action == Outcome.CORRECTED)
    written = await _add(connection, new) + (await _correct(connection, corrected) if figures[Outcome.CORRECTED] else 0)
    if written != figures[Outcome.RECORDED] + figures[Outcome.CORRECTED]:
        raise Outdated()
    if written:
        await let_review(session, job.office, await clock(session))
        await announce(session, or_(new, corrected), entries)
    return {outcome.value: count for outcome, count in figures.items()}


async def _figures(
    connection: AsyncConnection, office: str, action: ColumnElement[Any], ready: ColumnElement[bool]
) -> dict[Outcome, int]:
    """How many rows there are of each outcome.

    A member who goes only now breaks the foreign key of her rows; then the job tries again, and finds it out here.

    Raises:
        Outdated: a member has gone, or a reference is no longer hers.
    """
    dialect, links = connection.dialect.name, profile_references.c
    member = from_json(staged.c.ready, ["member_id"], profiles.c.id, dialect)
    reference = from_json(staged.c.ready, ["member_reference"], links.reference, dialect)
    hers = and_(links.office == office, links.reference == reference, links.profile_id == member)
    here = exists().where(profiles.c.id == member)
    outdated = or_(~here, and_(reference.is_not(None), ~exists().where(hers)))
    counted = select(action, func.count(), func.count(case((outdated, 1)))).where(ready).group_by(action)
    rows = (await connection.execute(counted)).all()
    if any(row[2] for row in rows):
        raise Outdated()
    return dict.fromkeys(Outcome, 0) | {Outcome(row[0]): row[1] for row in rows}


async def _add(connection: AsyncConnection, new: ColumnElement[bool]) -> int:
    """Insert what is new; how many that were, less than asked when a reference has become known."""
    dialect = connection.dialect.name
    values = select(*columns_from(staged.c.ready, entries, _NAMES, dialect, "columns")).where(new)
    adding = upsert(entries, dialect).from_select(list(_NAMES), values).on_conflict_do_nothing()
    return cast("CursorResult[Any]", await connection.execute(adding)).rowcount


async def _correct(connection: AsyncConnection, corrected: ColumnElement[bool]) -> int:
    """Update what is corrected; how many that were, less than asked when one has changed."""
    dialect = connection.dialect.name
    values = dict(zip(_CORRECTED, columns_from(staged.c.ready, entries, _CORRECTED, dialect, "columns"), strict=True))
    same = a.id == from_json(staged.c.ready, ["columns", "id"], a.id, dialect)
    unchanged = a.revision == from_json(staged.c.ready, ["before"], a.revision, dialect)
    correcting = update(entries).where(corrected, same, unchanged).values(values)
    return cast("CursorResult[Any]", await connection.execute(correcting)).rowcount


ACTIVITY = ImportKind(
    "activity", ActivityRow, check_activity, publish_activity, reduce=without_amount, actions=tuple(Outcome)
)
