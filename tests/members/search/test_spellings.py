"""Words are told as people write them; how those write them whom somebody does not see changes nothing."""

from collections.abc import Collection

import pytest
from sqlalchemy import select

from members.search.asking import AMONG_MEMBERS, AS_MEMBER, PUBLICLY, ask, document, have, lose, number
from partage_kit.db import Database
from partage_members.audiences.policy import PUBLIC, Scope
from partage_members.search.dictionary import completions
from partage_members.search.documents import Document, Part, SuggestionKind
from partage_members.search.models import terms
from partage_members.search.numbering import visible_in
from partage_members.search.suggestions import begun_by


async def told(database: Database, begun: str, scopes: Collection[Scope] = (PUBLIC,)) -> list[str]:
    """How a word may go on."""
    async with database.reading() as session:
        visible = await visible_in(session, "brussels", scopes)
        return await completions(session, visible.scopes, begun)


async def meant(database: Database, words: str, scopes: Collection[Scope] = (PUBLIC,)) -> str | None:
    """What was perhaps meant."""
    return (await ask(database, words, scopes=scopes)).meant


def shown_and_hidden(n: int, shown: str, hidden: str) -> Document:
    """A document of which one text is for everybody, and another for members."""
    return Document(number(n), "brussels", [Part(PUBLICLY, [shown]), Part(AMONG_MEMBERS, [hidden])])


WRITTEN = {
    "BOULANGÈRE": "boulangère",
    "Œuvres": "œuvres",
    "infirmier·ère": "infirmier",
    "l’élève": "élève",
    "Großbäckerei": "großbäckerei",
    "кафейня": "кафейня",
    "cafe\u0301s": "cafés",
    "quq1q": "quq1q",
}
"""What members write, and how its first word is told."""


@pytest.mark.parametrize(("text", "word"), WRITTEN.items(), ids=range(len(WRITTEN)))
async def test_words_are_told_with_their_accents_in_small_letters(database: Database, text: str, word: str) -> None:
    await have(database, document(1, text))
    assert word in await told(database, "")


async def test_a_title_in_two_forms_is_told_in_both(database: Database) -> None:
    await have(database, document(1, "Infirmier·ère, chargé(e)"))
    assert await told(database, "") == ["chargé", "chargée", "infirmier", "infirmière"]


async def test_who_is_found_first_tells_how_a_mistyped_word_is_written(database: Database) -> None:
    await have(database, document(1, "Boulangère à Liège"), document(2, "boulangere, Zoé"))
    assert await meant(database, "boulangree leige") == "boulangère liège"
    assert await meant(database, "zoe boulangree") == "zoé boulangere"
    assert await told(database, "boul") == ["boulangère"], "with accents if anybody writes them"


async def test_a_spelling_goes_with_its_last_document(database: Database) -> None:
    await have(database, document(1, "pêche"), document(2, "péché"), document(3, "pêche", "peche"))
    assert await told(database, "pech") == ["péché"], "the first one by the alphabet"
    await have(database, document(2, "peche"))
    assert await told(database, "pech") == ["pêche"]
    await lose(database, 1)
    assert await told(database, "pech") == ["pêche"]
    await lose(database, 3)
    assert await told(database, "pech") == ["peche"]
    await lose(database, 2)
    async with database.reading() as session:
        assert (await session.execute(select(terms))).all() == []


async def test_a_hidden_spelling_changes_nothing(database: Database) -> None:
    """The attack: of two ways to write a word, one is in a scope that the caller does not see."""
    await have(database, document(1, "cotee"), shown_and_hidden(2, "cotee", "côtée"))
    assert (await told(database, "cot"), await meant(database, "coteee")) == (["cotee"], "cotee")
    assert (await told(database, "cot", AS_MEMBER), await meant(database, "coteee", AS_MEMBER)) == (
        ["côtée"],
        "côtée",
    )
    await have(database, document(3, "cotée", office="ghent"), shown_and_hidden(4, "côtee", "cötee"))
    assert (await told(database, "cot"), await meant(database, "coteee")) == (["côtee"], "côtee")


async def test_what_is_suggested_is_written_so(database: Database) -> None:
    named = Part(PUBLICLY, ["Élodie"], kind=SuggestionKind.PERSON)
    skilled = Part(PUBLICLY, ["Élagage"], kind=SuggestionKind.SKILL)
    await have(database, Document(number(1), "brussels", [named, skilled]), document(2, "elodie"))
    async with database.reading() as session:
        visible = await visible_in(session, "brussels", [PUBLIC])
        found = await begun_by(session, visible.scopes, "el")
    assert found == {
        SuggestionKind.SKILL: ["élagage"],
        SuggestionKind.PLACE: [],
        SuggestionKind.PERSON: ["élodie"],
    }
