"""vCard 4.0, read back by a reader written from RFC 6350."""

import re
from collections.abc import Iterator
from dataclasses import replace

from hypothesis import given

from members.feeds.cards import BARE, FULL, any_card
from partage_members.feeds.card import Card
from partage_members.feeds.vcard import vcard, vcards


def lines_of(text: str) -> list[str]:
    """The lines as they were before they were folded (RFC 6350, 3.2)."""
    assert text.endswith("\r\n")
    return text.removesuffix("\r\n").replace("\r\n ", "").split("\r\n")


def values_of(text: str) -> Iterator[tuple[str, str]]:
    """Property and value of each line; parameters stay with the property."""
    for line in lines_of(text):
        name, _, value = line.partition(":")
        yield name, value


def plain(value: str) -> str:
    """A text value without its escapes."""
    return re.sub(r"\\(.)", lambda found: "\n" if found[1] in "nN" else found[1], value)


def parts(value: str, separator: str) -> list[str]:
    """The components of a structured value."""
    return [plain(part) for part in re.split(rf"(?<!\\)(?:\\\\)*{separator}", value)]


def test_the_card_of_a_member() -> None:
    found = list(values_of(vcard(FULL, ("nl",))))
    assert found[:2] == [("BEGIN", "VCARD"), ("VERSION", "4.0")]
    assert found[-1] == ("END", "VCARD")
    values = dict(found)
    assert plain(values["FN"]) == "Élodie Vandermolenvert; dite Molen, la"
    assert parts(values["N"], ";") == ["Vandermolenvert; dite Molen, la", "Élodie", "", "", ""]
    assert values["TITLE;ALTID=1;LANGUAGE=nl"] == "Grafisch ontwerpster"
    assert plain(values["NOTE;ALTID=1;LANGUAGE=fr"]) == "Affiches, livres;\net signalétique \\ sur mesure."
    assert values["ADR;TYPE=work"] == ";;;Elsene;;1050;BE"
    assert values["TEL;TYPE=work;VALUE=uri"] == "tel:+32-470-00-00-00"
    assert [value for name, value in found if name.startswith("LANG")] == ["fr", "nl"]
    assert values["REV"] == "20261102T093000Z"
    assert [value for name, value in found if name == "URL"] == [*FULL.links, FULL.page]


def test_what_is_empty_is_left_out() -> None:
    names = {name.partition(";")[0] for name, _ in values_of(vcard(BARE))}
    assert names == {"BEGIN", "VERSION", "KIND", "UID", "FN", "N", "ORG", "URL", "REV", "END"}


def test_several_cards_follow_each_other() -> None:
    assert vcards([FULL, BARE]) == vcard(FULL) + vcard(BARE)


def test_an_address_cannot_begin_another_property() -> None:
    evil = replace(BARE, links=("https://x.example/\r\nEMAIL:mallory@x.example",))
    assert not [name for name, _ in values_of(vcard(evil)) if name == "EMAIL"]


@given(any_card)
def test_any_card_is_folded_in_octets_and_read_back(card: Card) -> None:
    text = vcard(card)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n"))
    text.encode().decode()
    values = dict(values_of(text))
    assert plain(values["FN"]) == card.name
    assert len(lines_of(text)) == len(list(values_of(text)))
    for language, note in (card.presentation or {}).items():
        assert plain(values[f"NOTE;ALTID=1;LANGUAGE={language}"]) == note
