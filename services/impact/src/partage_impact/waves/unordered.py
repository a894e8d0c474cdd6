"""Keeping a row so that nothing tells when it came among the others.

PostgreSQL appends rows and shows the transaction of each; SQLite fills its pages from the end, even where a table has
no row numbers. So a new row goes in together with some that are taken from all over the table, in random order, as if
they all had come at once. Whoever reads the table, its file or a dump finds any of them as likely to be the new one.
"""

import secrets
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, Select, Table, delete, func, insert, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

COMPANY = 16
"""Rows that go in together with a new one."""

_CHANCE = secrets.SystemRandom()


async def insert_unordered(session: AsyncSession, table: Table, row: dict[str, Any], group: str, key: str) -> None:
    """Insert a row among those with the same `group`; `key` is a column of random ids to find company by."""
    same = table.c[group] == row[group]
    company = [dict(one._mapping) for one in await session.execute(_company(table, same, table.c[key]))]
    if company:
        moved = [one[key] for one in company]
        await session.execute(delete(table).where(same, table.c[key].in_(moved)))
    together = [*company, row]
    _CHANCE.shuffle(together)
    await session.execute(insert(table), together)


def _company(table: Table, same: ColumnElement[bool], key: Column[Any]) -> Select[Any]:
    """Up to COMPANY rows around a random place; those that another transaction is moving stay where they are."""
    place = UUID(bytes=secrets.token_bytes(16))
    after = select(key).where(same, key >= place).order_by(key).limit(COMPANY).subquery()
    before = select(key).where(same, key < place).order_by(key.desc()).limit(COMPANY).subquery()
    around = union_all(select(after), select(before)).subquery()
    nearby = select(around).order_by(func.random()).limit(COMPANY)
    return select(table).where(same, key.in_(nearby)).with_for_update(skip_locked=True)
