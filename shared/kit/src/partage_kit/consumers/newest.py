"""State projections: what a service remembers of others' facts, newest version only.

Events of one aggregate may arrive in any order, for one failed attempt or one lost acknowledgement reorders them. Each
carries the aggregate's whole state and its version, so the newest is enough and an older one is passed over.
"""

from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, event
from sqlalchemy.ext.asyncio import AsyncSession
from sqlalchemy.orm import ORMExecuteState, Session
from sqlmodel import SQLModel

from partage_kit.statements import upsert
from partage_kit.tables import table_of
from partage_kit.unit_of_work import UnitOfWorkSession

Row = dict[str, Any]
Shape = tuple[Table, tuple[str, ...], tuple[str, ...]]


def keep_newest(session: AsyncSession, model: type[SQLModel], key: Row, sequence: int, state: Row) -> None:
    """Remember the state of an aggregate as of a version, unless a newer one is known.

    The model has a column `sequence` and a unique key of the columns in `key`; `state` names all its other columns, in
    every handler of this model alike. What has ended is kept with its state ("left"): a deleted row would let an older
    event revive it. Writes wait, so that a batch of events becomes one statement, until the session next reads, or
    commits.
    """
    waiting: list[tuple[Shape, list[Row]]] = session.info.setdefault("newest", [])
    shape = (table_of(model), tuple(key), tuple(state))
    if not waiting or waiting[-1][0] != shape:
        waiting.append((shape, []))
    waiting[-1][1].append({**key, "sequence": sequence, **state})


@event.listens_for(UnitOfWorkSession, "before_commit")
def _write(session: Session) -> None:
    for shape, rows in session.info.pop("newest", ()):
        connection = session.connection()
        connection.execute(_upsert(shape, connection.dialect.name), rows)


@cache
def _upsert(shape: Shape, dialect: str) -> Insert:
    table, key, state = shape
    insert = upsert(table, dialect)
    return insert.on_conflict_do_update(
        index_elements=key,
        set_={name: insert.excluded[name] for name in ("sequence", *state)},
        where=insert.excluded.sequence > table.c.sequence,
    )


@event.listens_for(UnitOfWorkSession, "do_orm_execute")
def _write_before_reading(execution: ORMExecuteState) -> None:
    _write(execution.session)
