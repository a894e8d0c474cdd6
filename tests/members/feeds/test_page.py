"""The page to embed: accessible, without scripts, and what members wrote stays text."""

import json
from dataclasses import replace
from html.parser import HTMLParser

from hypothesis import given
from hypothesis import strategies as st

from members.feeds.cards import BARE, FULL, any_card
from partage_members.feeds.card import Card
from partage_members.feeds.json_ld import item_list
from partage_members.feeds.page import DirectoryPage, html
from partage_members.offices.naming import NamedOffice


class Reader(HTMLParser):
    """The elements of a page, with their attributes, and the text of each."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.elements: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[tuple[str, str]] = []
        self._open = ""
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Note the element."""
        self.elements.append((tag, dict(attrs)))
        self._open = tag

    def handle_data(self, data: str) -> None:
        """Note its text."""
        self.texts.append((self._open, data))


def a_page(*cards: Card, **changes: object) -> DirectoryPage:
    """A page as the route would make it."""
    page = DirectoryPage(
        office=NamedOffice("brussels"),
        language="nl",
        query="grafisch",
        count=len(cards),
        is_exact=True,
        cards=cards,
        feed_url="/members/v1/feed",
    )
    return replace(page, **changes)  # type: ignore[arg-type]


def test_the_page_speaks_the_language_it_was_asked_in() -> None:
    found = Reader(html(a_page(FULL, BARE)))
    assert ("html", {"lang": "nl"}) in found.elements
    assert ("p", "2 leden gevonden") in found.texts
    assert ("p", "Elsene") in found.texts
    for language, sentence in (("fr", "Aucun membre trouvé"), ("en", "No member found")):
        assert ("p", sentence) in Reader(html(a_page(language=language))).texts


def test_fields_have_labels_and_nothing_runs_or_comes_from_elsewhere() -> None:
    found = Reader(html(a_page(FULL)))
    labelled = {attributes.get("for") for tag, attributes in found.elements if tag == "label"}
    fields = [a for tag, a in found.elements if tag == "input" and a.get("type") != "hidden"]
    assert fields and {field["id"] for field in fields} == labelled
    assert [a for tag, a in found.elements if tag == "script"] == [{"type": "application/ld+json"}]
    assert not [tag for tag, a in found.elements if tag in ("img", "iframe", "object") or "src" in a]
    assert not [name for _, a in found.elements for name in a if name.startswith("on")]


def test_members_and_their_cards_are_read_in_the_language_of_the_page() -> None:
    links = [attributes["href"] for tag, attributes in Reader(html(a_page(FULL))).elements if tag == "a"]
    assert links == [f"{FULL.page}&lang=nl", f"{FULL.url}/card?format=vcard&lang=nl"]


def test_trades_that_stand_in_for_a_headline_are_told_once() -> None:
    page = Reader(html(a_page(replace(FULL, headline=None))))
    assert [one for one in page.texts if one[1] in FULL.trade_labels(("nl",))] == [("span", "illustrateur")]
    assert page.texts.count(("p", "grafisch ontwerper, ")) == 1


def test_what_is_told_in_another_language_says_so() -> None:
    french = replace(FULL, headline={"fr": "Affichiste"})
    elements = Reader(html(a_page(french))).elements
    assert ("p", {"lang": "fr"}) in elements and ("span", {"lang": "fr"}) in elements
    assert ("p", {"lang": "nl"}) in Reader(html(a_page(FULL))).elements


def test_a_page_is_titled_by_what_was_looked_for_and_has_no_empty_list() -> None:
    found = Reader(html(a_page(query="<b>brood")))
    assert ("title", "<b>brood – Ledengids") in found.texts
    assert not [tag for tag, _ in found.elements if tag == "ul"]
    assert ("ul", {"role": "list"}) in Reader(html(a_page(FULL))).elements


def test_more_than_were_counted_are_told_as_such() -> None:
    assert ("p", "Meer dan 5000 leden gevonden") in Reader(html(a_page(FULL, count=5000, is_exact=False))).texts


@given(any_card, st.text(st.characters(exclude_categories=("Cs", "Cc")), max_size=40))
def test_whatever_members_write_stays_text(card: Card, query: str) -> None:
    mischievous = replace(card, given_name=f"</script><script>alert(1)</script>{card.given_name}")
    plain, found = Reader(html(a_page(BARE))), Reader(html(a_page(mischievous, query=query)))
    assert {tag for tag, _ in found.elements} <= {tag for tag, _ in plain.elements} | {"p", "span"}
    assert [a for tag, a in found.elements if tag == "script"] == [{"type": "application/ld+json"}]
    (document,) = [text for tag, text in found.texts if tag == "script" and text.strip()]
    assert json.loads(document) == item_list([mischievous], ("nl",))
    assert [a["value"] for tag, a in found.elements if tag == "input" and a["name"] == "query"] == [query]
