"""The words that are visible in each scope: they tell what a word with a typing error may mean.

A word is in it as long as a document has it. Who brings a word holds it (FOR KEY SHARE), and who takes it out first
waits for them, then looks whether a document still has it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.db import Readable
from partage_kit.statements import into_if_new
from partage_members.search.beginnings import beginnings_of
from partage_members.search.engines import Either, Token, engine_of
from partage_members.search.models import pieces, terms
from partage_members.search.tokens import prose_token, word_token
from partage_members.search.typos import pieces_of

Visible = tuple[int, str]
"""A word in the scope of this number."""

_AT_ONCE = 5_000

_MOST = 10
"""Words that are told at most."""


async def learn(session: AsyncSession, words: Collection[Visible]) -> None:
    """Take in words that documents now have."""
    known = await _held(session, words)
    new = sorted(set(words) - known)
    if not new:
        return
    connection = await session.connection()
    into_terms, into_pieces = (into_if_new(table, connection.dialect.name) for table in (terms, pieces))
    await connection.execute(into_terms, [{"scope": scope, "term": term} for scope, term in new])
    if cut := list(_pieces(new)):
        await connection.execute(into_pieces, cut)
    await _held(session, new)


async def unlearn(session: AsyncSession, words: Collection[Visible]) -> None:
    """Take out those of some words that no document has any longer."""
    if not words:
        return
    leaving = sorted(words)
    for some in _some(leaving):
        await session.execute(_among(some).with_for_update())
    connection = await session.connection()
    engine = engine_of(connection.dialect.name)
    gone = delete(terms).where(
        terms.c.scope == bindparam("in_scope"),
        terms.c.term == bindparam("word"),
        ~engine.found("query").exists(),
    )
    rows = [
        {
            "in_scope": scope,
            "word": term,
            "query": engine.query(Either((Token(word_token(scope, term)), Token(prose_token(scope, term))))),
        }
        for scope, term in leaving
    ]
    await connection.execute(gone, rows)
    left = select(terms.c.term).where(terms.c.scope == bindparam("in_scope"), terms.c.term == bindparam("word"))
    lost = delete(pieces).where(
        pieces.c.scope == bindparam("in_scope"),
        pieces.c.piece == bindparam("cut"),
        pieces.c.term == bindparam("word"),
        ~left.exists(),
    )
    if cut := [{"in_scope": row["scope"], "cut": row["piece"], "word": row["term"]} for row in _pieces(leaving)]:
        await connection.execute(lost, cut)


async def completions(session: Readable, numbers: Sequence[int], begun: str) -> list[str]:
    """Words visible in these scopes that begin so, in the alphabet's order."""
    statement = select(terms.c.term).where(
        terms.c.scope.in_(numbers), terms.c.term >= begun, terms.c.term < begun + "~"
    )
    rows = await session.execute(statement.distinct().order_by(terms.c.term).limit(_MOST))
    return list(rows.scalars())


async def _held(session: AsyncSession, words: Collection[Visible]) -> set[Visible]:
    """Those of some words that are known; nobody takes them out until the transaction ends."""
    held: set[Visible] = set()
    for some in _some(sorted(words)):
        rows = await session.execute(_among(some).with_for_update(read=True, key_share=True))
        held.update((row.scope, row.term) for row in rows)
    return held


def _some(words: Sequence[Visible]) -> Iterator[Sequence[Visible]]:
    """Some words after the other, as a statement takes only so many parameters."""
    return (words[start : start + _AT_ONCE] for start in range(0, len(words), _AT_ONCE))


def _among(words: Iterable[Visible]) -> Select[Any]:
    """Known words, in the one order in which they are locked."""
    by_scope: dict[int, list[str]] = {}
    for scope, term in words:
        by_scope.setdefault(scope, []).append(term)
    named = or_(*(and_(terms.c.scope == scope, terms.c.term.in_(named)) for scope, named in by_scope.items()))
    return select(terms.c.scope, terms.c.term).where(named).order_by(terms.c.scope, terms.c.term)


def _pieces(words: Iterable[Visible]) -> Iterable[dict[str, Any]]:
    return (
        {"scope": scope, "piece": piece, "term": term}
        for scope, term in words
        for piece in sorted({*pieces_of(term), *beginnings_of(term)})
    )
