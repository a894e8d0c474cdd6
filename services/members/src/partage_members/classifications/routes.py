"""The HTTP door of the classifications; open to everybody, as forms need them before a login."""

from typing import Annotated

from fastapi import Path, Query
from pydantic import Field

from partage_kit.db import ReadSession
from partage_kit.errors import Invalid
from partage_kit.http.pages import Page, PageOf, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.types import Shape
from partage_members.classifications import queries
from partage_members.classifications.catalogue import Scheme, shipped
from partage_members.classifications.errors import ConceptNotFound, SchemeNotFound
from partage_members.classifications.lookup import Concept

router = Router(prefix="/classifications", tags=["classifications"])


class ConceptView(Shape):
    """A code with its labels in fr, nl and en; `broader` is the ISCO-08 unit group, NACE section or topic above it."""

    code: str
    labels: dict[str, str]
    alternatives: dict[str, tuple[str, ...]]
    broader: str | None
    isco08: str | None
    uri: str | None = Field(None, description="the concept's own address, such as ESCO's")


class SchemeView(Shape):
    """A classification: `version` and `attribution` of what was imported, which who shows it has to print."""

    code: str
    version: str | None = None
    attribution: str | None = None
    concepts: int


class Schemes(Shape):
    """All classifications that can be looked up."""

    items: list[SchemeView]


SchemeCode = Annotated[
    str, Path(pattern=r"^[a-z][a-z0-9-]{1,30}$", description="such as occupations, nace, needs or esco")
]


@router.get("")
async def list_schemes(session: ReadSession) -> Schemes:
    """The classifications that can be looked up: those that ship with the service, and those that were imported."""
    own = [SchemeView(code=scheme, concepts=len(shipped(scheme).concepts)) for scheme in Scheme]
    imported = [SchemeView.model_validate(row) for row in await queries.imported_schemes(session)]
    return Schemes(items=own + imported)


@router.get("/{scheme}/concepts", responses=problems(SchemeNotFound))
async def find(
    scheme: SchemeCode,
    paging: Paging,
    session: ReadSession,
    query: Annotated[
        str, Query(max_length=100, description="words, or beginnings of words, in any of the languages")
    ] = "",
) -> Page[ConceptView]:
    """Look a trade, a sector or a need up while somebody types; accents and capitals make no difference."""
    found = _behind_cursor((await queries.lookup_of(session, scheme)).find(query), paging)
    following = found[paging.limit - 1].code if len(found) > paging.limit else None
    paging.announce(following)
    return Page(items=[_view(concept) for concept in found[: paging.limit]], next=following)


@router.get("/{scheme}/concepts/{code}", responses=problems(SchemeNotFound, ConceptNotFound))
async def read_concept(scheme: SchemeCode, code: str, session: ReadSession) -> ConceptView:
    """One code of a scheme."""
    concept = (await queries.lookup_of(session, scheme)).concepts.get(code)
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
        uri=concept.uri,
    )
