"""What somebody may mean who begins a word, by kind: words of names, skills and places; codes of all that has some.

As with the words of the dictionary, a suggestion is known in a scope as long as a document has it there: who brings
one holds it, and who takes it out first waits for them, then looks whether a document still has it.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from functools import cache
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, or_, select, union_all
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.db import Readable
from partage_kit.statements import into_if_new
from partage_members.search.dictionary import as_told, spelt
from partage_members.search.documents import SuggestionKind
from partage_members.search.engines import engine_of
from partage_members.search.matching import Token
from partage_members.search.models import suggestions
from partage_members.search.tokens import SCHEME, Suggested, plain, suggested_token, unplain

WORDS = (SuggestionKind.SKILL, SuggestionKind.PLACE, SuggestionKind.PERSON)
CONCEPTS = (SuggestionKind.TRADE, SuggestionKind.SECTOR, SuggestionKind.SKILL)
CODES = (*CONCEPTS, SuggestionKind.FILIERE)
MOST = 5
"""Words of one kind that are suggested."""

_AT_ONCE = 5_000
_t = suggestions.c
_VISIBLE = _t.scope.in_(bindparam("scopes", expanding=True))


def _begun(kind: SuggestionKind) -> Select[Any]:
    """The first words of a kind, by the alphabet."""
    begins = _VISIBLE, _t.kind == kind, _t.term >= bindparam("from"), _t.term < bindparam("to")
    words = select(_t.kind, _t.term).where(*begins)
    if kind in CODES:
        words = words.where(~_t.term.contains(SCHEME))
    first = words.distinct().order_by(_t.term).limit(MOST)
    some = first.subquery()
    return select(some, spelt(some.c.term))


_WORDS = union_all(*map(_begun, WORDS))
_OF_KIND = select(_t.term).where(_VISIBLE, _t.kind == bindparam("of_kind")).distinct()


@cache
def _among_visible(dialect: str) -> Any:
    """Which of some codes somebody shows, by kind."""
    among = engine_of(dialect).among
    of_each = (
        select(_t.kind, _t.term).where(_VISIBLE, _t.kind == kind, among(_t.term, f"{kind}_terms")).distinct()
        for kind in CONCEPTS
    )
    return union_all(*of_each)


async def learn(session: AsyncSession, suggested: Collection[Suggested]) -> None:
    """Take in what documents now have."""
    known = await _held(session, suggested)
    if new := sorted(set(suggested) - known):
        connection = await session.connection()
        rows = [{"scope": scope, "kind": kind, "term": term} for scope, kind, term in new]
        await connection.execute(into_if_new(suggestions, connection.dialect.name), rows)
        await _held(session, new)


async def unlearn(session: AsyncSession, suggested: Collection[Suggested]) -> None:
    """Take out what no document has any longer."""
    if not suggested:
        return
    for some in _some(suggested):
        await session.execute(_among(some).with_for_update())
    connection = await session.connection()
    engine = engine_of(connection.dialect.name)
    named = _t.scope == bindparam("in_scope"), _t.kind == bindparam("of_kind"), _t.term == bindparam("word")
    rows = [
        {"in_scope": one[0], "of_kind": one[1], "word": one[2], "query": engine.query(Token(suggested_token(*one)))}
        for one in sorted(suggested)
    ]
    await connection.execute(delete(suggestions).where(*named, ~engine.found("query").exists()), rows)


async def begun_by(session: Readable, scopes: Sequence[int], beginning: str) -> Mapping[SuggestionKind, Sequence[str]]:
    """Visible words of each kind that begin so, by the alphabet, as they are written."""
    found: dict[SuggestionKind, list[str]] = {kind: [] for kind in WORDS}
    asked = {"scopes": list(scopes), "from": beginning, "to": beginning + "~"}
    for row in sorted(await session.execute(_WORDS, asked), key=lambda row: row.term):
        found[SuggestionKind(row.kind)].append(as_told(row))
    return found


async def visible_among(
    session: Readable, scopes: Sequence[int], codes: Mapping[SuggestionKind, Collection[str]]
) -> set[tuple[SuggestionKind, str]]:
    """Those of some concepts of each kind that somebody shows in these scopes."""
    dialect = (await session.connection()).dialect.name
    terms = {kind: {plain(code): code for code in codes.get(kind, ())} for kind in CONCEPTS}
    bound = engine_of(dialect).bound
    asked = {f"{kind}_terms": bound(sorted(of_kind)) for kind, of_kind in terms.items()}
    rows = await session.execute(_among_visible(dialect), {"scopes": list(scopes), **asked})
    return {(SuggestionKind(row.kind), terms[SuggestionKind(row.kind)][row.term]) for row in rows}


async def visible_filieres(session: Readable, scopes: Sequence[int]) -> list[str]:
    """The filières, of which an office has few, that somebody shows in these scopes."""
    rows = await session.execute(_OF_KIND, {"scopes": list(scopes), "of_kind": SuggestionKind.FILIERE})
    return [unplain(term) for term in rows.scalars()]


async def _held(session: AsyncSession, suggested: Collection[Suggested]) -> set[Suggested]:
    """Those of some suggestions that are known; nobody takes them out until the transaction ends."""
    held: set[Suggested] = set()
    for some in _some(suggested):
        rows = await session.execute(_among(some).with_for_update(read=True, key_share=True))
        held.update((row.scope, SuggestionKind(row.kind), row.term) for row in rows)
    return held


def _some(suggested: Collection[Suggested]) -> Iterator[Sequence[Suggested]]:
    listed = sorted(suggested)
    return (listed[start : start + _AT_ONCE] for start in range(0, len(listed), _AT_ONCE))


def _among(suggested: Iterable[Suggested]) -> Select[Any]:
    """Known suggestions, in the one order in which they are locked."""
    by_kind: dict[tuple[int, SuggestionKind], list[str]] = {}
    for scope, kind, term in suggested:
        by_kind.setdefault((scope, kind), []).append(term)
    named = (and_(_t.scope == scope, _t.kind == kind, _t.term.in_(terms)) for (scope, kind), terms in by_kind.items())
    return select(_t.scope, _t.kind, _t.term).where(or_(*named)).order_by(_t.scope, _t.kind, _t.term)
