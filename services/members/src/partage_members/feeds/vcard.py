"""vCard 4.0 (RFC 6350): the card of a member for an address book. No kept library writes version 4."""

from collections.abc import Iterable, Iterator

from partage_members.feeds.card import Card, Texts

MEDIA_TYPE = "text/vcard"
_FOLD_AT = 75
"""Octets on a line without its end (RFC 6350, 3.2)."""


def vcard(card: Card, wanted: tuple[str, ...] = ()) -> str:
    """One member as a vCard; texts that exist in several languages are alternatives of each other (ALTID)."""
    return "".join(_fold(line) + "\r\n" for line in _lines(card, wanted))


def vcards(cards: Iterable[Card], wanted: tuple[str, ...] = ()) -> str:
    """Several members, one behind the other."""
    return "".join(vcard(card, wanted) for card in cards)


def _lines(card: Card, wanted: tuple[str, ...]) -> Iterator[str]:
    yield "BEGIN:VCARD"
    yield "VERSION:4.0"
    yield "KIND:individual"
    yield f"UID:urn:uuid:{card.id}"
    yield f"FN:{_text(card.name)}"
    yield f"N:{_text(card.family_name)};{_text(card.given_name)};;;"
    yield f"ORG:{_text(card.office.name(wanted))}"
    yield from _in_languages("TITLE", card.headline)
    yield from (f"ROLE:{_text(label)}" for label in card.trade_labels(wanted))
    yield from _in_languages("NOTE", card.presentation)
    if card.skills:
        yield f"CATEGORIES:{','.join(map(_text, card.skills))}"
    yield from (f"LANG;PREF={rank}:{language}" for rank, language in enumerate(card.languages, start=1))
    if card.place:
        parts = ("", "", "", card.municipality(wanted), "", card.place.postal_code or "", card.place.country)
        yield f"ADR;TYPE=work:{';'.join(map(_text, parts))}"
    if card.email:
        yield f"EMAIL;TYPE=work:{_text(card.email)}"
    if card.phone:
        yield f"TEL;TYPE=work;VALUE=uri:tel:{card.phone.replace(' ', '-')}"
    if card.photo_url:
        yield f"PHOTO:{_uri(card.photo_url)}"
    yield from (f"URL:{_uri(link)}" for link in dict.fromkeys((*card.links, card.page)))
    yield f"REV:{card.changed_at:%Y%m%dT%H%M%SZ}"
    yield "END:VCARD"


def _in_languages(name: str, texts: Texts | None) -> Iterator[str]:
    for language, text in sorted((texts or {}).items()):
        yield f"{name};ALTID=1;LANGUAGE={language}:{_text(text)}"


def _text(value: str) -> str:
    r"""A text value: backslash, comma, semicolon and line ends are escaped (RFC 6350, 3.4 and 4)."""
    escaped = value.replace("\\", "\\\\").replace(",", "\\,").replace(";", "\\;")
    return escaped.replace("\r\n", "\\n").replace("\r", "\\n").replace("\n", "\\n")


def _uri(value: str) -> str:
    """An address as it is; one with a line end would begin another property."""
    return value.replace("\r", "%0D").replace("\n", "%0A")


def _fold(line: str) -> str:
    """A long line in pieces of at most 75 octets, never inside a character; each further piece begins with a space."""
    pieces, piece, room = [], "", _FOLD_AT
    for character in line:
        size = len(character.encode())
        if size > room:
            pieces.append(piece)
            piece, room = "", _FOLD_AT - 1
        piece += character
        room -= size
    return "\r\n ".join([*pieces, piece])
