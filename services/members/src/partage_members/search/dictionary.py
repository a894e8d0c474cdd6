"""The words that are visible in each scope: they tell what a word with a typing error may mean, and how it is written.

A word is in it as long as a document has it. Who brings a word holds it (FOR KEY SHARE), and who takes it out first
waits for them, then looks whether a document still has it.
"""

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import ColumnElement, Label, Select, and_, bindparam, delete, func, or_, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.db import Readable
from partage_kit.statements import into_if_new
from partage_members.search.beginnings import beginnings_of
from partage_members.search.engines import engine_of
from partage_members.search.matching import Either, Match, Token
from partage_members.search.models import pieces, terms
from partage_members.search.tokens import Visible, prose_token, unplain, word_token, written_token
from partage_members.search.typos import pieces_of

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
    await connection.execute(into_terms, [dict(zip(("scope", "term", "written"), word, strict=True)) for word in new])
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
        terms.c.written == bindparam("spelt"),
        ~engine.found("query").exists(),
    )
    rows = [
        {"in_scope": scope, "word": term, "spelt": written, "query": engine.query(_said(scope, term, written))}
        for scope, term, written in leaving
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


_VISIBLE = terms.c.scope.in_(bindparam("scopes", expanding=True))
_SPELT: Label[str | None] = func.min(func.nullif(terms.c.written, "")).label("written")
"""Of several ways to write a word, the first one that is not how it is searched for: with its accents."""

_COMPLETIONS = (
    select(terms.c.term, _SPELT)
    .where(_VISIBLE, terms.c.term >= bindparam("from"), terms.c.term < bindparam("to"))
    .group_by(terms.c.term)
    .order_by(terms.c.term)
    .limit(_MOST)
)


async def completions(session: Readable, scopes: Sequence[int], begun: str) -> list[str]:
    """Words visible in these scopes that begin so, in the alphabet's order, as they are written."""
    rows = await session.execute(_COMPLETIONS, {"scopes": list(scopes), "from": begun, "to": begun + "~"})
    return [as_told(row) for row in rows]


def spelt(term: ColumnElement[str]) -> Label[str | None]:
    """How a word is written in the bound `scopes`, as a column of a statement; none when as it is searched for."""
    return select(_SPELT).where(_VISIBLE, terms.c.term == term).scalar_subquery().label("written")


def as_told(row: Any) -> str:
    """The word of a row (term, written) as people write it."""
    return row.written or unplain(row.term)


async def _held(session: AsyncSession, words: Collection[Visible]) -> set[Visible]:
    """Those of some words that are known; nobody takes them out until the transaction ends."""
    held: set[Visible] = set()
    for some in _some(sorted(words)):
        rows = await session.execute(_among(some).with_for_update(read=True, key_share=True))
        held.update((row.scope, row.term, row.written) for row in rows)
    return held


def _some(words: Sequence[Visible]) -> Iterator[Sequence[Visible]]:
    """Some words after the other, as a statement takes only so many parameters."""
    return (words[start : start + _AT_ONCE] for start in range(0, len(words), _AT_ONCE))


def _among(words: Iterable[Visible]) -> Select[Any]:
    """Known words, in the one order in which they are locked; of those that are written otherwise, all spellings."""
    t = terms.c
    by_scope: dict[tuple[int, bool], list[str]] = {}
    for scope, term, written in words:
        by_scope.setdefault((scope, written == ""), []).append(term)
    named = (
        and_(t.scope == scope, t.term.in_(some), t.written == "" if is_plain else t.written > "")
        for (scope, is_plain), some in by_scope.items()
    )
    return select(*t).where(or_(*named)).order_by(*t)


def _said(scope: int, term: str, written: str) -> Match:
    """What documents have that say a word, or write it so."""
    tokens = [written_token(scope, written)] if written else [word_token(scope, term), prose_token(scope, term)]
    return Either(tuple(map(Token, tokens)))


def _pieces(words: Iterable[Visible]) -> Iterable[dict[str, Any]]:
    return (
        {"scope": scope, "piece": piece, "term": term}
        for scope, term, written in words
        if not written
        for piece in sorted({*pieces_of(term), *beginnings_of(term)})
    )
