"""The HTTP door of the classifications; open to everybody, as forms need them before a login."""

from typing import Annotated

from fastapi import Path, Query

from partage_kit.auth import Caller, Visitor
from partage_kit.db import ReadSession
from partage_kit.http.languages import ReaderLanguages
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.types import LANGUAGES, Language, OfficeCode
from partage_members.classifications import queries
from partage_members.classifications.catalogue import Scheme, shipped
from partage_members.classifications.codes import SchemeCode, of_scheme
from partage_members.classifications.correspondence import mappings_of
from partage_members.classifications.errors import ConceptNotFound, SchemeNotFound, SchemeVersionNotFound
from partage_members.classifications.known import known_concepts
from partage_members.classifications.layout import Version
from partage_members.classifications.lookup import Concept
from partage_members.classifications.models import EVERY_OFFICE
from partage_members.classifications.schemas import (
    ChangeView,
    ConceptView,
    MappingView,
    ResolveCodes,
    Resolved,
    ResolvedCodes,
    Schemes,
    SchemeView,
)
from partage_members.classifications.upgrading import changes_of
from partage_members.classifications.views import change_view, concept_view, one_page

router = Router(prefix="/classifications", tags=["classifications"])


Office = Annotated[
    OfficeCode | None, Query(description="whose schemes of its own are seen, too; your own office with a token")
]
VersionName = Annotated[Version, Query(description="such as 1.2.0")]
SchemeInPath = Annotated[SchemeCode, Path(description="such as occupations, nace, needs or esco")]


@router.get("")
async def list_schemes(visitor: Visitor, session: ReadSession, office: Office = None) -> Schemes:
    """The classifications that can be looked up: those that ship with the service, and those that were imported."""
    own = [SchemeView(code=scheme, concepts=len(shipped(scheme).concepts)) for scheme in Scheme]
    imported = [
        SchemeView.model_validate(row) for row in await queries.imported_schemes(session, _office(visitor, office))
    ]
    return Schemes(items=own + imported)


@router.get("/{scheme}/concepts", responses=problems(SchemeNotFound))
async def find(
    scheme: SchemeInPath,
    visitor: Visitor,
    paging: Paging,
    session: ReadSession,
    wanted: ReaderLanguages,
    office: Office = None,
    query: Annotated[
        str, Query(max_length=100, description="words, or beginnings of words, in any of the languages")
    ] = "",
) -> Page[ConceptView]:
    """Look a trade, a sector or a need up while somebody types; accents and capitals make no difference.

    What is found by a label in your language (`lang`, else Accept-Language) comes first.
    """
    lookup = await queries.lookup_of(session, _office(visitor, office), scheme)
    found, following = one_page(lookup.find(query, next(iter(wanted), None)), paging)
    return Page(items=[concept_view(concept) for concept in found], next=following)


@router.get("/{scheme}/concepts/{code}", responses=problems(SchemeNotFound, ConceptNotFound))
async def read_concept(
    scheme: SchemeInPath, code: str, visitor: Visitor, session: ReadSession, office: Office = None
) -> ConceptView:
    """One code of a scheme."""
    return concept_view(await queries.one_concept(session, _office(visitor, office), scheme, code))


@router.get("/{scheme}/concepts/{code}/mappings", responses=problems(SchemeNotFound, ConceptNotFound))
async def list_mappings(
    scheme: SchemeInPath, code: str, visitor: Visitor, paging: Paging, session: ReadSession, office: Office = None
) -> Page[MappingView]:
    """What corresponds to a concept in other schemes, and which codes of earlier versions it replaces (SKOS)."""
    of = _office(visitor, office)
    await queries.one_concept(session, of, scheme, code)
    written = code if scheme in set(Scheme) else of_scheme(scheme, code)
    rows, following = await mappings_of(session, of, written, paging)
    return Page(items=[MappingView(code=row.code, match=row.match) for row in rows], next=following)


@router.get("/{scheme}/changes", responses=problems(SchemeNotFound, SchemeVersionNotFound))
async def list_changes(
    scheme: SchemeInPath,
    visitor: Visitor,
    paging: Paging,
    session: ReadSession,
    since: VersionName | None = None,
    until: VersionName | None = None,
    office: Office = None,
) -> Page[ChangeView]:
    """What a scheme has changed from one version to another, at first from the one before to the current one.

    Codes came and went, are called otherwise, were replaced by one code, split into several or merged into one.
    """
    found = await changes_of(session, _office(visitor, office), scheme, since, until)
    changes, following = one_page(found, paging)
    return Page(items=[change_view(one) for one in changes], next=following)


@router.post("/resolve")
async def resolve_codes(
    asked: ResolveCodes, visitor: Visitor, session: ReadSession, wanted: ReaderLanguages, office: Office = None
) -> ResolvedCodes:
    """What up to 500 codes of any schemes are called, for lists; also codes that have left their scheme since."""
    of = _office(visitor, office) or EVERY_OFFICE
    concepts = await known_concepts(session, [of], asked.codes)
    named = {code: concepts.get(of, code) for code in dict.fromkeys(asked.codes)}
    items = [_resolved(code, concept, wanted) for code, concept in named.items() if concept]
    return ResolvedCodes(items=items, unknown=[code for code, concept in named.items() if concept is None])


def _office(visitor: Caller | None, named: str | None) -> str | None:
    return named or (visitor.office if visitor else None)


def _resolved(code: str, concept: Concept, wanted: tuple[str, ...]) -> Resolved:
    language = next(language for language in (*wanted, *LANGUAGES) if language in concept.labels)
    return Resolved(code=code, label=concept.labels[language], language=Language(language), uri=concept.uri)
