"""The numbers of scopes and of codes, given once and never again."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Column, Select, Table, func, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.db import Readable
from partage_kit.statements import into_if_new
from partage_members.audiences.policy import Scope
from partage_members.search.models import codes, documents, scopes

_AT_ONCE = 5_000

Numbers = Mapping[tuple[str, str], int]
"""The numbers of scopes by office and scope, or of codes by kind and code."""


@dataclass(frozen=True, slots=True)
class VisibleScopes:
    """The numbers of some scopes, smallest first, and the number of the newest document of all."""

    scopes: Sequence[int]
    newest: int


async def visible_in(session: Readable, office: str, wanted: Collection[Scope]) -> VisibleScopes:
    """Those scopes of an office in which anything was ever visible."""
    newest = select(func.max(documents.c.number)).scalar_subquery()
    statement = select(scopes.c.number, newest.label("newest"))
    mine = statement.where(scopes.c.office == office, scopes.c.scope.in_(sorted(wanted)))
    rows = (await session.execute(mine)).all()
    return VisibleScopes(sorted(row.number for row in rows), max((row.newest or 0 for row in rows), default=0))


async def numbered(session: AsyncSession, wanted: Iterable[tuple[str, Scope]]) -> Numbers:
    """The numbers of scopes, new ones for those that have none."""
    return await _numbered(session, scopes, scopes.c.office, scopes.c.scope, wanted)


async def code_numbers(session: AsyncSession, wanted: Iterable[tuple[str, str]]) -> Numbers:
    """The numbers of codes by kind and code, new ones for those that have none."""
    return await _numbered(session, codes, codes.c.kind, codes.c.code, wanted)


async def _numbered(
    session: AsyncSession, table: Table, first: Column[str], second: Column[str], wanted: Iterable[tuple[str, str]]
) -> Numbers:
    pairs = sorted(set(wanted))
    found: dict[tuple[str, str], int] = {}
    for some in (pairs[start : start + _AT_ONCE] for start in range(0, len(pairs), _AT_ONCE)):
        known = select(table.c.number, first.label("first"), second.label("second")).where(
            first.in_({one for one, _ in some}), second.in_({other for _, other in some})
        )
        found |= await _known(session, known)
        missing = [pair for pair in some if pair not in found]
        if missing:
            connection = await session.connection()
            rows = [{first.name: one, second.name: other} for one, other in missing]
            await connection.execute(into_if_new(table, connection.dialect.name), rows)
            found |= await _known(session, known)
    return found


async def _known(session: AsyncSession, known: Select[Any]) -> dict[tuple[str, str], int]:
    return {(row.first, row.second): row.number for row in await session.execute(known)}
