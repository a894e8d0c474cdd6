"""What is put into the index is found, as the directory promises, and nothing else; alike on both databases."""

from math import asin, cos, radians, sin, sqrt
from uuid import UUID

import pytest
from sqlalchemy import select

from members.search.asking import (
    AMONG_MEMBERS,
    AS_MEMBER,
    AS_PARTNER,
    PUBLICLY,
    ask,
    document,
    found,
    have,
    lose,
    number,
)
from partage_kit.db import Database
from partage_members.audiences.policy import PUBLIC, circle, member
from partage_members.search.asked import Near
from partage_members.search.counting import COUNTED
from partage_members.search.documents import Document, FacetKind, Part, Point
from partage_members.search.models import documents, facets, pieces, points, terms


async def test_every_word_must_be_there_and_the_last_may_be_begun(database: Database) -> None:
    await have(
        database, document(1, "Graphiste à Liège"), document(2, "Graphiste", "Ixelles"), document(3, "Boulangère")
    )
    assert await found(database, "graphiste") == [2, 1]
    assert await found(database, "GRAPHISTE liege") == [1]
    assert await found(database, "liège graph") == [1]
    assert await found(database, "graph liège") == []
    assert await found(database, "graphiste gand") == []


async def test_as_written_comes_before_begun_and_begun_before_mistyped(database: Database) -> None:
    await have(database, document(1, "rechercheur"), document(2, "recherche"), document(3, "rechercha"))
    assert await found(database, "recherche") == [2, 1, 3]


BEGUN = {"boulagn": [1], "boulagner": [1], "bolanger": [1], "obulan": [1], "photograqhi": [2], "phtoograh": [2]}
"""What may be typed while boulangerie or photographique is not written yet."""


@pytest.mark.parametrize(("typed", "numbers"), [*BEGUN.items(), ("boul agner", []), ("boxxan", []), ("phxtxgrxph", [])])
async def test_errors_are_forgiven_while_the_last_word_is_typed(
    database: Database, typed: str, numbers: list[int]
) -> None:
    await have(database, document(1, "boulangerie"), document(2, "photographique"), document(3, "boutique"))
    assert await found(database, typed) == numbers
    assert await found(database, f"{typed} boutique") == [], "only the last word is still typed"


async def test_what_is_said_outside_of_prose_comes_first_in_each_class(database: Database) -> None:
    def prose(n: int, said: str, told: str) -> Document:
        return Document(number(n), "brussels", [Part(PUBLICLY, [said]), Part(AMONG_MEMBERS, [told], is_prose=True)])

    await have(database, document(1, "soudure"), prose(2, "soudure", "x"), prose(3, "x", "la soudure, soudures"))
    await have(database, prose(4, "soudures", ""), prose(5, "x", "soudures"), prose(6, "x", "soudrue"))
    scopes = AS_MEMBER
    assert await found(database, "soudure", scopes) == [2, 1, 3, 4, 5, 6]
    assert await found(database, "soudure x", scopes) == [3, 2, 6, 5], "all words count"
    assert await found(database, "soudure") == [2, 1, 4], "nothing of what is hidden orders"
    told = Document(number(1), "brussels", [Part(PUBLICLY, ["soudure"], is_prose=True), Part(PUBLICLY, ["soudure"])])
    await have(database, told)
    assert await found(database, "soudure", scopes) == [2, 1, 3, 4, 5, 6], "who says it twice says it"
    await have(database, document(1, "y"))
    await lose(database, 2, 3, 4, 5, 6)
    async with database.reading() as session:
        assert {row.term for row in await session.execute(select(terms))} == {"y"}


TYPED = {
    **dict.fromkeys(("graphsite", "grahpiste", "graphist", "graphhhiste", "liege", "leige", "lieg", "lieges"), True),
    **dict.fromkeys(("grphste", "graphhhhiste", "leig", "liegess"), False),
}
"""What may be typed for graphiste and Liège; the last word may also be a beginning."""


@pytest.mark.parametrize(("typed", "is_found"), TYPED.items(), ids=list(TYPED))
async def test_errors_are_forgiven_by_length(database: Database, typed: str, is_found: bool) -> None:
    await have(database, document(1, "graphiste"), document(2, "Liège"))
    assert bool(await found(database, typed)) is is_found


async def test_forms_of_titles_are_one_word(database: Database) -> None:
    await have(
        database, document(1, "Mixeur/mixeuse son"), document(2, "directeur·rice (h/f/x)"), document(3, "directrice")
    )
    assert await found(database, "mixeuse") == [1]
    assert await found(database, "directrice") == [3, 2]
    assert await found(database, "directeur·rice") == [3, 2]


async def test_articles_do_not_have_to_be_there(database: Database) -> None:
    await have(database, document(1, "Chargée communication"), document(2, "De Wilde"))
    assert await found(database, "chargée de la communication") == [1]
    assert await found(database, "de") == [2]


async def test_nothing_is_found_in_a_scope_that_is_not_seen(database: Database) -> None:
    hidden = Document(number(1), "brussels", [Part(PUBLICLY, ["Élodie"]), Part(AMONG_MEMBERS, ["risographie"])])
    await have(database, hidden, document(2, "risographie", office="ghent"))
    assert await found(database, "elodie risographie") == []
    assert await found(database, "elodie risographie", AS_MEMBER) == [1]
    assert await found(database, "risographie", AS_PARTNER) == []
    assert (await ask(database, "risografie", scopes=[PUBLIC])).meant is None
    assert (await ask(database, "risografie", scopes=AS_MEMBER)).meant == "risographie"


async def test_what_was_perhaps_meant_is_told_when_it_finds_something(database: Database) -> None:
    await have(database, document(1, "graphiste Liège"), document(2, "graphisme Gand"))
    assert (await ask(database, "graphsite liege")).meant == "graphiste liège"
    assert (await ask(database, "graphiste")).meant is None
    assert (await ask(database, "zzzzzzzzz")).meant is None


async def test_codes_narrow_and_are_counted(database: Database) -> None:
    await have(
        database,
        document(1, "a1", trade="baker", language="fr"),
        document(2, "a2", trade="baker", language="nl"),
        document(3, "a3", trade="mason", language="nl", territory="BE100"),
    )
    all_of_them = await ask(database)
    assert [all_of_them.counts.total, all_of_them.counts.is_exact] == [3, True]
    assert all_of_them.counts.codes[FacetKind.TRADE] == {"baker": 2, "mason": 1}
    bakers = await ask(database, codes={FacetKind.TRADE: ["baker"], FacetKind.LANGUAGE: ["nl", "fr"]})
    assert bakers.ids == [number(2), number(1)]
    assert bakers.counts.codes[FacetKind.TRADE] == {"baker": 2, "mason": 1}
    assert bakers.counts.codes[FacetKind.LANGUAGE] == {"fr": 1, "nl": 1}
    assert bakers.counts.codes[FacetKind.TERRITORY] == {}


async def test_a_code_in_two_scopes_is_counted_once(database: Database) -> None:
    circles = [UUID(int=1), UUID(int=2)]
    await have(database, document(1, "x", scopes=[PUBLIC, *map(circle, circles)], trade="baker"))
    assert (await ask(database, scopes=member(circles).scopes)).counts.codes[FacetKind.TRADE] == {"baker": 1}


BRUSSELS, GHENT, LIEGE = Point(50.8467, 4.3525), Point(51.0536, 3.7304), Point(50.6337, 5.5675)


def on_the_sphere(one: Point, other: Point) -> float:
    """Kilometres along the surface (haversine)."""
    north, east = radians(other.latitude - one.latitude), radians(other.longitude - one.longitude)
    inner = sin(north / 2) ** 2 + cos(radians(one.latitude)) * cos(radians(other.latitude)) * sin(east / 2) ** 2
    return 2 * 6371.0088 * asin(sqrt(inner))


async def test_who_is_near_by_distance(database: Database) -> None:
    places = {1: GHENT, 2: LIEGE, 3: BRUSSELS}
    await have(
        database, *(Document(number(n), "brussels", [Part(PUBLICLY, ["x"], point=at)]) for n, at in places.items())
    )
    await have(database, Document(number(4), "brussels", [Part(AMONG_MEMBERS, ["x"], point=BRUSSELS)]))
    by_distance = await ask(database, near=Near(BRUSSELS, 100), by_distance=True, limit=1)
    assert by_distance.ids == [number(3), number(1), number(2)]
    assert by_distance.kilometres == [round(on_the_sphere(BRUSSELS, places[n]), 1) for n in (3, 1, 2)]
    assert (await ask(database, near=Near(BRUSSELS, 60))).ids == [number(3), number(1)]
    assert (await ask(database, near=Near(BRUSSELS, 60))).counts.total == 2
    assert (await ask(database, near=Near(BRUSSELS, 100), scopes=AS_PARTNER, by_distance=True)).ids == by_distance.ids
    among_members = await ask(database, near=Near(BRUSSELS, 100), scopes=AS_MEMBER)
    assert among_members.ids == [number(4), number(3), number(2), number(1)]


async def test_a_changed_document_is_found_by_what_it_says_now_and_keeps_its_place(database: Database) -> None:
    await have(database, document(1, "graphiste", trade="a"), document(2, "graphiste"))
    await have(database, document(1, "boulangère graphiste", trade="b"))
    assert await found(database, "graphiste") == [2, 1]
    assert await found(database, "boulangere") == [1]
    await have(database, document(1, "boulangère"))
    assert await found(database, "graphiste") == [2]
    assert (await ask(database)).counts.codes[FacetKind.TRADE] == {}


async def test_nothing_is_left_of_what_is_forgotten(database: Database) -> None:
    await have(database, document(1, "graphiste", trade="a"), document(2, "graphiste boulangère"))
    await lose(database, 2)
    assert await found(database, "boulangere") == []
    assert (await ask(database, "boulangete")).meant is None
    await lose(database, 1, 2)
    async with database.reading() as session:
        for table in (documents, facets, points, terms, pieces):
            assert (await session.execute(select(table))).all() == [], table.name


STRANGE = (
    *(
        '"',
        "'",
        "*",
        "a* OR b",
        "NOT x",
        "(",
        ")",
        "a:b",
        "-",
        "\x00",
        "x" * 200,
        " ".join("x" * 10_000),
        "🙂",
        "'; --",
    ),
    *("\\", "NEAR(a b)", "^a", "{tokens}: a", "& | !", "<->", "é" * 100),
)


@pytest.mark.parametrize("words", STRANGE, ids=range(len(STRANGE)))
async def test_no_query_is_read_as_the_engines_language(database: Database, words: str) -> None:
    await have(database, document(1, "plain words"))
    assert await found(database, words) in ([], [1])


async def test_of_many_the_newest_are_counted(database: Database) -> None:
    await have(database, *(document(n, "many", trade="baker", language="fr") for n in range(COUNTED + 2)))
    found = await ask(database, "many", codes={FacetKind.LANGUAGE: ["fr"]}, limit=COUNTED)
    assert [found.counts.total, found.counts.is_exact] == [COUNTED, False]
    assert found.counts.codes[FacetKind.TRADE] == {"baker": COUNTED}
    assert found.counts.codes[FacetKind.LANGUAGE] == {"fr": COUNTED}
    assert found.counts.exactly == frozenset()
    await have(database, document(COUNTED + 2, "many", trade="mason", language="nl"))
    few = await ask(database, "many", codes={FacetKind.LANGUAGE: ["nl"]})
    assert [few.counts.total, few.counts.is_exact] == [1, True]
    assert few.counts.exactly == frozenset(FacetKind) - {FacetKind.LANGUAGE}, "who speak others are too many"
