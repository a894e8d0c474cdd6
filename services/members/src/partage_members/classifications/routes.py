"""The HTTP door of the classifications; open to everybody, as forms need them before a login."""

from typing import Annotated

from fastapi import Query

from partage_kit.errors import Invalid
from partage_kit.http.pages import Page, PageOf, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.types import Shape
from partage_members.classifications.catalogue import Concept, Scheme, concepts, find_concepts
from partage_members.classifications.errors import ConceptNotFound

router = Router(prefix="/classifications", tags=["classifications"])


class ConceptView(Shape):
    """A code with its labels in fr, nl and en; `broader` is the ISCO-08 unit group or the NACE section above it."""

    code: str
    labels: dict[str, str]
    alternatives: dict[str, tuple[str, ...]]
    broader: str | None
    isco08: str | None


@router.get("/{scheme}/concepts")
async def find(
    scheme: Scheme,
    paging: Paging,
    query: Annotated[
        str, Query(max_length=100, description="words, or beginnings of words, in any of the languages")
    ] = "",
) -> Page[ConceptView]:
    """Look a trade or sector up while somebody types; accents and capitals make no difference."""
    found = _behind_cursor(find_concepts(scheme, query), paging)
    following = found[paging.limit - 1].code if len(found) > paging.limit else None
    paging.announce(following)
    return Page(items=[_view(concept) for concept in found[: paging.limit]], next=following)


@router.get("/{scheme}/concepts/{code}", responses=problems(ConceptNotFound))
async def read_concept(scheme: Scheme, code: str) -> ConceptView:
    """One code of a scheme."""
    concept = concepts(scheme).get(code)
    if concept is None:
        raise ConceptNotFound()
    return _view(concept)


def _behind_cursor(found: list[Concept], paging: PageOf) -> list[Concept]:
    """The cursor is the code of the last concept of the page before."""
    if paging.cursor is None:
        return found
    codes = [concept.code for concept in found]
    if paging.cursor not in codes:
        place = {"pointer": "/query/cursor", "detail": "not a cursor of this list"}
        raise Invalid("the cursor does not belong to this list", errors=[place])
    return found[codes.index(paging.cursor) + 1 :]


def _view(concept: Concept) -> ConceptView:
    return ConceptView(
        code=concept.code,
        labels=dict(concept.labels),
        alternatives=dict(concept.alternatives),
        broader=concept.broader,
        isco08=concept.isco08,
    )
