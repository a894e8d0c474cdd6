"""Bring documents into the index, and take them out."""

from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.statements import into
from partage_members.audiences.policy import with_inner
from partage_members.search import suggestions
from partage_members.search.dictionary import learn, unlearn
from partage_members.search.documents import Document
from partage_members.search.engines import engine_of
from partage_members.search.models import documents, facets, points
from partage_members.search.numbering import Numbers, numbered
from partage_members.search.renewal import freshen
from partage_members.search.sphere import Vector, vector
from partage_members.search.tokens import (
    Suggested,
    Visible,
    any_token,
    coded,
    facet_token,
    kind_token,
    prose_token,
    suggested_in,
    terms_of,
    word_in,
    word_token,
    written_token,
)

CHUNK = 500
"""Documents that are put or forgotten in one go at most."""


@dataclass
class _Entry:
    """A document as rows: its tokens, and what is kept beside them."""

    id: UUID
    tokens: str = ""
    words: set[Visible] = field(default_factory=set)
    suggested: frozenset[Suggested] = frozenset()
    codes: dict[int, set[str]] = field(default_factory=dict)
    points: list[dict[str, Any]] = field(default_factory=list)
    number: int = 0


async def put(session: AsyncSession, given: Sequence[Document]) -> None:
    """Bring documents in, or up to date; what has not changed is left as it is."""
    for start in range(0, len(given), CHUNK):
        await _put(session, given[start : start + CHUNK])


async def forget(session: AsyncSession, ids: Collection[UUID]) -> None:
    """Take documents out, with all their words."""
    rows = (await session.execute(select(documents).where(documents.c.id.in_(ids)))).all()
    if not rows:
        return
    await _unindex(session, rows)
    numbers = [row.number for row in rows]
    connection = await session.connection()
    for table in (facets, points, documents):
        await connection.execute(delete(table).where(table.c.number.in_(numbers)))
    await unlearn(session, frozenset(word for row in rows for word in _words(row.tokens)))
    await suggestions.unlearn(session, frozenset(one for row in rows for one in _suggested(row.tokens.split())))


async def purge(session: AsyncSession) -> None:
    """Leave no words behind of what was forgotten: it takes a while in a large index, and is for erasures only."""
    connection = await session.connection()
    await engine_of(connection.dialect.name).purge(connection)


async def _put(session: AsyncSession, given: Sequence[Document]) -> None:
    numbers = await numbered(
        session, ((doc.office, scope) for doc in given for part in doc.parts for scope in with_inner(part.scopes))
    )
    entries = {document.id: _entry(document, numbers) for document in given}
    known = {row.id: row for row in await session.execute(select(documents).where(documents.c.id.in_(entries)))}
    changed = [row for row in known.values() if row.tokens != entries[row.id].tokens]
    new = [entry for entry in entries.values() if entry.id not in known]
    for row in known.values():
        entries[row.id].number = row.number
    if changed:
        await _unindex(session, changed)
        await _rewrite(session, [entries[row.id] for row in changed])
    if new:
        await _add(session, new)
    touched = [*new, *(entries[row.id] for row in changed)]
    if touched:
        await _index(session, touched)
    await _replace(
        session, points, [row for entry in entries.values() for row in _numbered(entry, entry.points)], known.values()
    )
    shown = [
        {"number": entry.number, "scope": scope, "codes": " ".join(sorted(codes))}
        for entry in touched
        for scope, codes in entry.codes.items()
    ]
    await _replace(session, facets, shown, changed)
    await learn(session, frozenset().union(*(entry.words for entry in touched)))
    await suggestions.learn(session, frozenset().union(*(entry.suggested for entry in touched)))
    before = frozenset(word for row in changed for word in _words(row.tokens))
    await freshen(session, [row.number for row in known.values() if row.stale])
    await unlearn(session, before.difference(*(entry.words for entry in touched)))
    suggested = frozenset(one for row in changed for one in _suggested(row.tokens.split()))
    await suggestions.unlearn(session, suggested.difference(*(entry.suggested for entry in touched)))


def _entry(document: Document, numbers: Numbers) -> _Entry:
    entry = _Entry(document.id)
    tokens: set[str] = set()
    places: set[tuple[int, Vector]] = set()
    said: set[tuple[int, str]] = set()
    prose: set[tuple[int, str]] = set()
    for part in document.parts:
        spelt = set(terms_of(part.texts))
        words = {word for word, _ in spelt}
        for scope in sorted(with_inner(part.scopes)):
            number = numbers[document.office, scope]
            (prose if part.is_prose else said).update((number, word) for word in words)
            entry.words.update((number, word, written) for word, written in spelt)
            if part.facets:
                entry.codes.setdefault(number, set()).update(map(coded, part.facets))
            tokens.update((any_token(number), *(facet_token(number, one) for one in part.facets)))
            if part.kind:
                tokens.update(kind_token(number, part.kind, word) for word in words)
            if part.point:
                places.add((number, vector(part.point)))
    tokens.update(word_token(*word) for word in said)
    tokens.update(prose_token(*word) for word in prose - said)
    tokens.update(written_token(number, written) for number, _, written in entry.words if written)
    entry.words.update((*word, "") for word in said | prose)
    entry.suggested = frozenset(_suggested(tokens))
    entry.tokens = " ".join(sorted(tokens))
    entry.points = [
        {"scope": scope, "nth": nth, **dict(zip("xyz", at, strict=True))}
        for nth, (scope, at) in enumerate(sorted(places))
    ]
    return entry


def _numbered(entry: _Entry, rows: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    return ({**row, "number": entry.number} for row in rows)


def _words(tokens: str) -> Iterator[Visible]:
    return (word for token in tokens.split() if (word := word_in(token)) is not None)


def _suggested(tokens: Iterable[str]) -> Iterator[Suggested]:
    return (one for token in tokens if (one := suggested_in(token)) is not None)


async def _add(session: AsyncSession, entries: Sequence[_Entry]) -> None:
    connection = await session.connection()
    adding = into(documents).returning(documents.c.id, documents.c.number)
    rows = await connection.execute(adding, [{"id": entry.id, "tokens": entry.tokens} for entry in entries])
    numbers: dict[UUID, int] = {row.id: row.number for row in rows}
    for entry in entries:
        entry.number = numbers[entry.id]


async def _rewrite(session: AsyncSession, entries: Sequence[_Entry]) -> None:
    writing = update(documents).where(documents.c.number == bindparam("of")).values(tokens=bindparam("now"))
    connection = await session.connection()
    await connection.execute(writing, [{"of": entry.number, "now": entry.tokens} for entry in entries])


async def _index(session: AsyncSession, entries: Sequence[_Entry]) -> None:
    connection = await session.connection()
    rows = [{"number": entry.number, "tokens": entry.tokens} for entry in entries if entry.tokens]
    if rows:
        await engine_of(connection.dialect.name).index(connection, rows)


async def _unindex(session: AsyncSession, rows: Sequence[Row[Any]]) -> None:
    connection = await session.connection()
    leaving = [{"number": row.number, "tokens": row.tokens} for row in rows if row.tokens]
    if leaving:
        await engine_of(connection.dialect.name).forget(connection, leaving)


async def _replace(
    session: AsyncSession, table: Any, rows: Sequence[dict[str, Any]], before: Iterable[Row[Any]]
) -> None:
    connection = await session.connection()
    if numbers := [row.number for row in before]:
        await connection.execute(delete(table).where(table.c.number.in_(numbers)))
    if rows:
        await connection.execute(into(table), rows)
