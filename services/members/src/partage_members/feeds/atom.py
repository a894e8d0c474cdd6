"""Atom (RFC 4287), in pages (RFC 5005): who shows herself to everybody, last changed first."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from xml.etree.ElementTree import Element, SubElement, register_namespace, tostring

from partage_members.feeds.card import Card

MEDIA_TYPE = "application/atom+xml"
NAMESPACE = "http://www.w3.org/2005/Atom"
register_namespace("", NAMESPACE)
NEVER = datetime(1970, 1, 1, tzinfo=UTC)
"""When a feed changed in which nobody ever was."""

_NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
"""What no XML 1.0 document may contain, not even escaped."""


@dataclass(frozen=True, slots=True)
class Feed:
    """One page of a feed: what it is called, where it is, where the next page is, and when it last changed."""

    title: str
    url: str
    next_url: str | None
    changed_at: datetime
    language: str
    cards: Sequence[Card]


def atom(feed: Feed) -> bytes:
    """The page as a document; an entry for each member."""
    root = Element(f"{{{NAMESPACE}}}feed", {"xml:lang": feed.language})
    _add(root, "id", feed.url)
    _add(root, "title", feed.title)
    _add(root, "updated", _instant(feed.changed_at))
    SubElement(root, f"{{{NAMESPACE}}}link", {"rel": "self", "href": feed.url, "type": MEDIA_TYPE})
    if feed.next_url:
        SubElement(root, f"{{{NAMESPACE}}}link", {"rel": "next", "href": feed.next_url, "type": MEDIA_TYPE})
    for card in feed.cards:
        _entry(root, card, (feed.language,))
    document: bytes = tostring(root, encoding="utf-8", xml_declaration=True)
    return document


def _entry(root: Element, card: Card, wanted: tuple[str, ...]) -> None:
    entry = SubElement(root, f"{{{NAMESPACE}}}entry")
    _add(entry, "id", f"urn:uuid:{card.id}")
    _add(entry, "title", card.name)
    _add(entry, "updated", _instant(card.changed_at))
    SubElement(entry, f"{{{NAMESPACE}}}link", {"rel": "alternate", "href": card.page})
    author = SubElement(entry, f"{{{NAMESPACE}}}author")
    _add(author, "name", card.name)
    for trade, label in zip(card.trades, card.trade_labels(wanted), strict=True):
        SubElement(entry, f"{{{NAMESPACE}}}category", {"term": trade.code, "label": _safe(label)})
    _add(entry, "summary", card.title(wanted))


def _add(parent: Element, name: str, text: str) -> None:
    SubElement(parent, f"{{{NAMESPACE}}}{name}").text = _safe(text)


def _safe(text: str) -> str:
    return _NOT_IN_XML.sub("\ufffd", text)


def _instant(at: datetime) -> str:
    return at.isoformat().replace("+00:00", "Z")
