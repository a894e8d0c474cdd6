"""Keeping a row so that nothing tells when it came among the others.

SQLite keeps a table without rowid in the order of its key, which is random. PostgreSQL appends, and each row shows its
transaction: so a row goes in together with some rows taken from all over the table, in random order, as if they all
had come at once. Whoever reads the table, or a dump of it, finds any of them as likely to be the new one.
"""

import secrets
from typing import Any
from uuid import UUID

from sqlalchemy import Column, Table, delete, func, insert, literal, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

COMPANY = 16
"""Rows that go in together with a new one."""


async def insert_unordered(session: AsyncSession, table: Table, row: dict[str, Any], group: str, key: str) -> None:
    """Insert a row among those with the same `group`; `key` is a column of random ids to find company by."""
    if session.get_bind().dialect.name != "postgresql":
        await session.execute(insert(table).values(row))
        return
    company = _company(table, table.c[group] == row[group], table.c[key])
    moved = delete(table).where(table.c[group] == row[group], table.c[key].in_(company)).returning(*table.c)
    together = union_all(select(moved.cte("moved")), select(*[_value(column, row) for column in table.c])).subquery()
    shuffled = select(*together.c).order_by(func.random())
    await session.execute(insert(table).from_select([column.name for column in table.c], shuffled))


def _company(table: Table, same: Any, key: Column[Any]) -> Any:
    """Up to COMPANY keys around a random place; rows that another transaction is moving stay where they are."""
    place = UUID(bytes=secrets.token_bytes(16))
    after = select(key).where(same, key >= place).order_by(key).limit(COMPANY).subquery()
    before = select(key).where(same, key < place).order_by(key.desc()).limit(COMPANY).subquery()
    around = union_all(select(after), select(before)).subquery()
    nearby = select(around).order_by(func.random()).limit(COMPANY)
    return select(key).where(same, key.in_(nearby)).with_for_update(skip_locked=True)


def _value(column: Column[Any], row: dict[str, Any]) -> Any:
    return literal(row[column.name], column.type).label(column.name)
