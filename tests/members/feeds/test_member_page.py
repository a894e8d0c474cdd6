"""The page of a member: accessible, without scripts, and what she wrote stays text, in the language she wrote it in."""

import json
from dataclasses import replace

import pytest
from hypothesis import given

from members.feeds.cards import BARE, FULL, any_card
from members.feeds.test_page import Reader
from partage_kit.types import LANGUAGES
from partage_members.feeds.card import Card, Place
from partage_members.feeds.json_ld import person
from partage_members.feeds.member_page import WORDS, MemberPage, html
from support.translations import sharing


def a_page(card: Card, language: str = "nl") -> Reader:
    """The page as the route would make it."""
    return Reader(html(MemberPage(card, language, "/members/v1/directory/page?office=brussels&lang=nl")))


def described(page: Reader, term: str) -> list[str]:
    """What stands behind a term of the list."""
    found: list[str] = []
    of_term = False
    facts = page.texts[[tag for tag, _ in page.texts].index("dl") :]
    for tag, text in facts:
        if tag == "dt" and text.strip():
            of_term = text == term
        elif text == WORDS["card"]["nl"]:
            break
        elif of_term and tag in ("dd", "span", "a") and text.strip():
            found.append(text)
    return found


def test_the_page_tells_in_the_readers_language_all_that_she_shows() -> None:
    page = a_page(FULL)
    assert ("html", {"lang": "nl"}) in page.elements and ("h1", FULL.name) in page.texts
    assert ("p", "Grafisch ontwerpster") in page.texts
    assert described(page, "Beroepen") == ["grafisch ontwerper", "illustrateur"]
    assert ("span", {"lang": "fr"}) in page.elements, "a trade without a Dutch name is read as French"
    assert described(page, "Plaats") == ["1050 Elsene"]
    assert described(page, "Talen") == ["Français", "Nederlands"]
    assert described(page, "E-mail") == ["elodie@members.example"]
    links = {attributes.get("href") for tag, attributes in page.elements if tag == "a"}
    assert {"mailto:elodie@members.example", "tel:+32-470-00-00-00", f"{FULL.url}/card?format=vcard&lang=nl"} <= links
    assert {*FULL.links, f"{FULL.page}&lang=fr", f"{FULL.page}&lang=en"} <= links


def test_screen_readers_are_told_in_which_language_a_text_is() -> None:
    page = a_page(FULL, "nl")
    assert [attributes.get("lang") for tag, attributes in page.elements if tag == "p" and "lang" in attributes] == [
        "nl",
        "fr",
    ], "she presents herself in French only"


@pytest.mark.parametrize("language", LANGUAGES)
def test_engines_find_one_address_a_language(language: str) -> None:
    found = [attributes for tag, attributes in a_page(FULL, language).elements if tag == "link"]
    assert [one["href"] for one in found if one["rel"] == "canonical"] == [f"{FULL.page}&lang={language}"]
    assert {one["hreflang"]: one["href"] for one in found if "hreflang" in one} == {
        **{code: f"{FULL.page}&lang={code}" for code in LANGUAGES},
        "x-default": FULL.page,
    }


def test_nothing_runs_or_comes_from_elsewhere_and_what_she_hides_has_no_heading() -> None:
    for page in (a_page(FULL), a_page(BARE)):
        assert [a for tag, a in page.elements if tag == "script"] == [{"type": "application/ld+json"}]
        assert not [tag for tag, a in page.elements if tag in ("img", "iframe", "object", "form") or "src" in a]
        assert not [name for _, a in page.elements for name in a if name.startswith("on")]
    assert not [tag for tag, _ in a_page(BARE).elements if tag in ("dl", "dt", "dd")]
    assert described(a_page(replace(BARE, place=Place("BE", "BE100"))), "Plaats") == ["BE100"]


@given(any_card)
def test_whatever_she_wrote_stays_text(card: Card) -> None:
    mischievous = replace(card, given_name=f"</script><script>alert(1)</script>{card.given_name}")
    found = a_page(mischievous)
    assert {tag for tag, _ in found.elements} <= {tag for tag, _ in a_page(FULL).elements}
    (document,) = [text for tag, text in found.texts if tag == "script" and text.strip()]
    assert json.loads(document) == person(mischievous, ("nl",))


def test_words_are_translated() -> None:
    for name, texts in WORDS.items():
        assert set(texts) == set(LANGUAGES) and not sharing(texts), name
