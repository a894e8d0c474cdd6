"""The index asked as the directory asks it, and an oracle that reads the documents one by one."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from uuid import UUID, uuid5

from rapidfuzz.distance import OSA

from partage_kit.db import Database
from partage_kit.unit_of_work import Actor
from partage_members.audiences.policy import MEMBERS, PARTNERS, PUBLIC, Scope, member, partner
from partage_members.search.asked import Asked, Near
from partage_members.search.counting import Counts
from partage_members.search.documents import Document, Facet, FacetKind, Part, Point
from partage_members.search.index import forget, put
from partage_members.search.searching import prepare

WRITER = Actor("test", "brussels", "test")
KINDS = tuple(FacetKind)
PUBLICLY, AMONG_PARTNERS, AMONG_MEMBERS = (frozenset({scope}) for scope in (PUBLIC, PARTNERS, MEMBERS))
AS_PARTNER, AS_MEMBER = partner().scopes, member(()).scopes
_IDS = UUID("7d1f1f0e-52f1-4a2c-9d57-0a64a6f5a002")


def number(n: int) -> UUID:
    """The id of the n-th document."""
    return uuid5(_IDS, str(n))


def document(
    n: int, *texts: str, scopes: Iterable[Scope] = (PUBLIC,), office: str = "brussels", **facets: str
) -> Document:
    """A document of one part."""
    codes = [Facet(FacetKind(kind), code) for kind, code in facets.items()]
    return Document(number(n), office, [Part(frozenset(scopes), texts, codes)])


async def have(database: Database, *documents: Document) -> None:
    """Put documents into the index."""
    async with database.writing(WRITER) as session:
        await put(session, documents)


async def lose(database: Database, *numbers: int) -> None:
    """Take documents out of the index."""
    async with database.writing(WRITER) as session:
        await forget(session, [number(n) for n in numbers])


@dataclass
class Answer:
    """All that the index tells about one question."""

    ids: list[UUID]
    counts: Counts
    meant: str | None
    kilometres: list[float | None] = field(default_factory=list)


async def ask(
    database: Database,
    words: str = "",
    codes: Mapping[FacetKind, Sequence[str]] | None = None,
    *,
    scopes: Collection[Scope] = (PUBLIC,),
    office: str = "brussels",
    near: Near | None = None,
    by_distance: bool = False,
    limit: int = 3,
) -> Answer:
    """Ask, and turn page after page."""
    async with database.reading() as session:
        search = await prepare(session, office, scopes, Asked(words, codes or {}, near, by_distance))
        hits = list(page := await search.page(limit))
        while len(page) == limit:
            hits += (page := await search.page(limit, page[-1].place))
        counts, meant = await search.counts(KINDS), await search.perhaps_meant(hits)
    return Answer([hit.id for hit in hits], counts, meant, [hit.kilometres for hit in hits])


async def found(database: Database, words: str, scopes: Collection[Scope] = (PUBLIC,)) -> list[int]:
    """The numbers (below 100) of the documents that are found, in order."""
    answer = await ask(database, words, scopes=scopes)
    return [n for one in answer.ids for n in range(100) if number(n) == one]


def forgives(word: str, term: str) -> bool:
    """Whether a word may mean a term, by the page: none up to 4 letters, one up to 8, two beyond."""
    return OSA.distance(word, term) <= (0 if len(word) <= 4 else 1 if len(word) <= 8 else 2)


def forgives_begun(word: str, term: str) -> bool:
    """Whether a word that is still typed may be meant for a beginning of a term, whichever."""
    return any(forgives(word, term[:length]) for length in range(1, len(term) + 1))


__all__ = ["Point"]
