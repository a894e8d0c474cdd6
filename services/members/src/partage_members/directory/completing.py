"""What somebody may mean who begins a word, among what members show to them."""

from collections.abc import Sequence

from partage_kit.auth import Caller
from partage_kit.db import Readable
from partage_members.audiences.viewers import viewer_of
from partage_members.classifications.catalogue import Scheme, shipped
from partage_members.classifications.lookup import Concept
from partage_members.directory.queries import office_of
from partage_members.directory.schemas import Completions, Suggestion
from partage_members.search.asked import Asked
from partage_members.search.dictionary import completions
from partage_members.search.documents import SuggestionKind
from partage_members.search.numbering import visible_in
from partage_members.search.suggestions import begun_by

_SCHEMES = {SuggestionKind.TRADE: Scheme.OCCUPATIONS, SuggestionKind.SECTOR: Scheme.NACE}
_CANDIDATES = 50
"""Concepts that are called so, of which those are suggested that members show."""


async def complete(session: Readable, caller: Caller | None, office: str | None, begun: str) -> Completions:
    """How the last word of a query may go on among the words that the caller sees, and what that may be.

    Raises:
        Invalid: no office is named and the caller has none.
    """
    of = office_of(caller, office)
    viewer = await viewer_of(session, caller, of)
    words = Asked(begun).spoken()
    if not words:
        return Completions(words=[])
    visible = await visible_in(session, of, viewer.scopes)
    last = words[-1][0]
    called = {kind: shipped(scheme).find(begun.split()[-1])[:_CANDIDATES] for kind, scheme in _SCHEMES.items()}
    codes = {kind: [concept.code for concept in found] for kind, found in called.items()}
    found = await begun_by(session, visible.scopes, last, codes)
    return Completions(
        words=await completions(session, visible.scopes, last),
        suggestions=[one for kind in SuggestionKind for one in _of_kind(kind, found[kind], called.get(kind, ()))],
    )


def _of_kind(kind: SuggestionKind, found: Sequence[str], called: Sequence[Concept]) -> list[Suggestion]:
    concepts = {concept.code: concept for concept in called}
    if kind not in _SCHEMES:
        return [Suggestion(kind=kind, word=word) for word in found]
    return [Suggestion(kind=kind, code=code, labels=dict(concepts[code].labels)) for code in found]
