"""The numbers of scopes, given once and never again."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.db import Readable
from partage_kit.statements import into_if_new
from partage_members.audiences.policy import Scope, innermost
from partage_members.search.models import documents, scopes

Numbers = dict[tuple[str, Scope], int]
"""The numbers of scopes by office and scope."""


@dataclass(frozen=True, slots=True)
class VisibleScopes:
    """The numbers of some scopes, smallest first, and the number of the newest document of all."""

    scopes: Sequence[int]
    newest: int


async def visible_in(session: Readable, office: str, wanted: Collection[Scope]) -> VisibleScopes:
    """The innermost of those scopes of an office, in which anything was ever visible: they tell of all that is seen."""
    newest = select(func.max(documents.c.number)).scalar_subquery()
    statement = select(scopes.c.number, newest.label("newest"))
    mine = statement.where(scopes.c.office == office, scopes.c.scope.in_(sorted(innermost(wanted))))
    rows = (await session.execute(mine)).all()
    return VisibleScopes(sorted(row.number for row in rows), max((row.newest or 0 for row in rows), default=0))


async def numbered(session: AsyncSession, wanted: Iterable[tuple[str, Scope]]) -> Numbers:
    """The numbers of scopes, new ones for those that have none."""
    pairs = sorted(set(wanted))
    found = await _known(session, pairs)
    missing = [pair for pair in pairs if pair not in found]
    if missing:
        connection = await session.connection()
        rows = [{"office": office, "scope": scope} for office, scope in missing]
        await connection.execute(into_if_new(scopes, connection.dialect.name), rows)
        found = await _known(session, pairs)
    return found


async def _known(session: AsyncSession, pairs: Collection[tuple[str, Scope]]) -> Numbers:
    offices, wanted = {office for office, _ in pairs}, {scope for _, scope in pairs}
    statement = select(scopes).where(scopes.c.office.in_(offices), scopes.c.scope.in_(wanted))
    return {(row.office, row.scope): row.number for row in await session.execute(statement)}
