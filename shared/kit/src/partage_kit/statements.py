"""Statements that are made once: putting one together costs as much as executing it."""

from collections.abc import Sequence
from functools import cache
from typing import Any

from sqlalchemy import Insert, Table, insert
from sqlalchemy.dialects.postgresql import Insert as PostgresqlInsert
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import Insert as SqliteInsert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert


@cache
def into(table: Table) -> Insert:
    """The plain INSERT of rows into a table."""
    return insert(table)


def upsert(table: Table, dialect: str) -> PostgresqlInsert | SqliteInsert:
    """The beginning of an INSERT ... ON CONFLICT; both databases know it, SQLAlchemy has it by dialect."""
    return postgresql_insert(table) if dialect == "postgresql" else sqlite_insert(table)


@cache
def into_if_new(table: Table, dialect: str) -> Insert:
    """An INSERT that passes over rows whose key exists; ask RETURNING, since row counts lie on conflicts."""
    return upsert(table, dialect).on_conflict_do_nothing()


def one_or_many(rows: Sequence[dict[str, Any]]) -> Any:
    """The parameters of some rows: a single one is executed as it is, which costs less than a batch of one."""
    return rows[0] if len(rows) == 1 else rows
