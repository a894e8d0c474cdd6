"""What the words of a question may mean, among the words that are visible in some scopes; in one statement."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import bindparam, literal_column, select, union_all

from partage_kit.db import Readable
from partage_members.search.beginnings import beginnings_near, errors_begun
from partage_members.search.engines import engine_of
from partage_members.search.models import pieces, terms
from partage_members.search.typos import errors_between, pieces_near
from partage_members.search.words import Word

MOST = 10
"""Terms that a word may mean at most: the nearest, then by the alphabet."""

_AS_WRITTEN, _BEGUN, _NEAR = "written", "begun", "near"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What is known of the words of a question."""

    known: frozenset[str] = frozenset()
    """Those that are words as they were written."""
    is_begun: bool = False
    """Whether the last one begins a longer word."""
    others: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """What each may mean that is not the word itself, the nearest first."""
    begun: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Words of which the last one, in each form, may be a beginning with errors; the nearest first."""


async def meaning_of(session: Readable, scopes: Sequence[int], words: Sequence[Word]) -> Meaning:
    """Look up what some words may mean."""
    if not words or not scopes:
        return Meaning()
    forms, last = [form for word in words for form in word], words[-1]
    near = {form: pieces_near(form) for form in forms}
    begun = {form: beginnings_near(form) for form in last}
    cut = frozenset().union(*near.values(), *begun.values())
    engine = engine_of((await session.connection()).dialect.name)
    asked: dict[str, Any] = {"scopes": engine.bound(scopes), "words": engine.bound(sorted(set(forms)))}
    asked |= {"cut": engine.bound(sorted(cut))}
    asked |= {
        f"{bound}_{n}": form + end for n, form in enumerate(last) for bound, end in (("above", ""), ("below", "~"))
    }
    rows = (
        await session.execute(_lookup((await session.connection()).dialect.name, len(last), bool(cut)), asked)
    ).all()
    # rows are hundreds: taken apart at once, as to ask each for its columns by name takes longer than all else here
    told = [(piece, term) for how, piece, term in rows if how == _NEAR]
    return Meaning(
        frozenset(term for how, _, term in rows if how == _AS_WRITTEN),
        any(how == _BEGUN for how, _, _ in rows),
        {form: _nearest(form, told, cuts, errors_between) for form, cuts in near.items()},
        {form: _nearest(form, told, cuts, errors_begun) for form, cuts in begun.items()},
    )


@cache
def _lookup(dialect: str, forms: int, is_cut: bool) -> Any:
    """The words as they are, one that each form of the last one begins, and those that have a piece in common."""
    among = engine_of(dialect).among
    t, p = terms.c, pieces.c
    written = select(literal_column(f"'{_AS_WRITTEN}'").label("how"), t.term.label("piece"), t.term)
    parts: list[Any] = [written.where(among(t.scope, "scopes"), among(t.term, "words")).distinct()]
    for number in range(forms):
        longer = t.term > bindparam(f"above_{number}"), t.term < bindparam(f"below_{number}")
        one = select(literal_column(f"'{_BEGUN}'").label("how"), t.term.label("piece"), t.term)
        parts.append(select(one.where(among(t.scope, "scopes"), *longer).limit(1).subquery()))
    if is_cut:
        near = select(literal_column(f"'{_NEAR}'").label("how"), p.piece, p.term)
        parts.append(near.where(among(p.scope, "scopes"), among(p.piece, "cut")).distinct())
    return union_all(*parts)


def _nearest(
    word: str, told: Iterable[tuple[str, str]], cuts: frozenset[str], between: Callable[[str, str], int | None]
) -> Sequence[str]:
    candidates = {term for piece, term in told if piece in cuts and term != word}
    ranked = sorted((errors, term) for term in candidates if (errors := between(word, term)) is not None)
    return [term for _, term in ranked[:MOST]]
