"""The HTTP door of the classifications; open to everybody, as forms need them before a login."""

from typing import Annotated

from fastapi import Query

from partage_kit.http.pages import Page
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
    query: Annotated[
        str, Query(max_length=100, description="words, or beginnings of words, in any of the languages")
    ] = "",
    limit: Annotated[int, Query(ge=1, le=200)] = 20,
) -> Page[ConceptView]:
    """Look a trade or sector up while somebody types; accents and capitals make no difference."""
    return Page(items=[_view(concept) for concept in find_concepts(scheme, query, limit)], next=None)


@router.get("/{scheme}/concepts/{code}", responses=problems(ConceptNotFound))
async def read_concept(scheme: Scheme, code: str) -> ConceptView:
    """One code of a scheme."""
    concept = concepts(scheme).get(code)
    if concept is None:
        raise ConceptNotFound()
    return _view(concept)


def _view(concept: Concept) -> ConceptView:
    return ConceptView(
        code=concept.code,
        labels=dict(concept.labels),
        alternatives=dict(concept.alternatives),
        broader=concept.broader,
        isco08=concept.isco08,
    )
