"""What the codes are called that members show, in all languages: to be suggested by what somebody begins to type."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from uuid import UUID

from partage_kit.db import Readable
from partage_members.audiences.circles import names_of_circles
from partage_members.classifications.known import kept_concepts
from partage_members.classifications.lookup import spaced
from partage_members.search.documents import SuggestionKind


@dataclass(frozen=True, slots=True)
class Called:
    """A code, its labels by language, and all its names by language with a space before each word."""

    code: str
    labels: Mapping[str, str]
    names: Mapping[str, Sequence[str]]


async def called(
    session: Readable, office: str, codes: Mapping[SuggestionKind, Sequence[str]]
) -> Mapping[SuggestionKind, Sequence[Called]]:
    """What codes are called, by kind, as far as anybody knows; in three statements at most."""
    coded = [code for kind, some in codes.items() if kind is not SuggestionKind.FILIERE for code in some]
    concepts = await kept_concepts(session, office, coded)
    circles = await names_of_circles(session, office, [UUID(code) for code in codes.get(SuggestionKind.FILIERE, ())])
    groups = {str(circle): names for circle, names in circles.items()}
    return {
        kind: [_group(code, groups[code]) for code in some if code in groups]
        if kind is SuggestionKind.FILIERE
        else [Called(code, concepts[code].labels, concepts[code].spaced) for code in some if code in concepts]
        for kind, some in codes.items()
    }


def _group(code: str, names: Mapping[str, str]) -> Called:
    return Called(code, names, {language: (spaced(name),) for language, name in names.items()})


def fit(called: Called, begun: str, language: str | None) -> tuple[int, int] | None:
    """How well a beginning fits a code, the less the better; None when it does not.

    A name in the reader's language comes before others, then a whole name, one that begins so, a later word of one.
    """
    ranks = (
        (int(of != language), quality)
        for of, names in called.names.items()
        for name in names
        if (quality := _quality(name, f" {begun}")) is not None
    )
    return min(ranks, default=None)


def _quality(name: str, begun: str) -> int | None:
    if begun not in name:
        return None
    return 0 if name == begun else 1 if name.startswith(begun) else 2
