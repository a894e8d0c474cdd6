"""What the words of a question may mean, among the words that are visible in some scopes; in one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from sqlalchemy import bindparam, literal_column, select, union_all

from partage_kit.db import Readable
from partage_members.search.beginnings import beginnings_near, errors_begun
from partage_members.search.engines import engine_of
from partage_members.search.models import pieces, terms
from partage_members.search.typos import errors_among, pieces_near
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
    cut = frozenset[str]().union(*map(pieces_near, forms), *map(beginnings_near, last))
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
    near = {term for how, term in rows if how == _NEAR}
    return Meaning(
        frozenset(term for how, term in rows if how == _AS_WRITTEN),
        any(how == _BEGUN for how, _ in rows),
        {form: _nearest(form, errors_among(form, near)) for form in forms},
        {form: _nearest(form, errors_begun(form, near)) for form in last},
    )


@cache
def _lookup(dialect: str, forms: int, is_cut: bool) -> Any:
    """The words as they are, one that each form of the last one begins, and those that have a piece in common."""
    among = engine_of(dialect).among
    t, p = terms.c, pieces.c
    written = select(literal_column(f"'{_AS_WRITTEN}'").label("how"), t.term)
    parts: list[Any] = [written.where(among(t.scope, "scopes"), among(t.term, "words")).distinct()]
    for number in range(forms):
        longer = t.term > bindparam(f"above_{number}"), t.term < bindparam(f"below_{number}")
        one = select(literal_column(f"'{_BEGUN}'").label("how"), t.term)
        parts.append(select(one.where(among(t.scope, "scopes"), *longer).limit(1).subquery()))
    if is_cut:
        near = select(literal_column(f"'{_NEAR}'").label("how"), p.term)
        parts.append(near.where(among(p.scope, "scopes"), among(p.piece, "cut")).distinct())
    return union_all(*parts)


def _nearest(word: str, errors: Mapping[str, int]) -> Sequence[str]:
    return sorted(errors.keys() - {word}, key=lambda term: (errors[term], term))[:MOST]
