"""JSON Feed 1.1: the same pages as the Atom feed, for those who read JSON."""

from typing import Any

from partage_members.feeds.atom import Feed
from partage_members.feeds.card import Card
from partage_members.feeds.json_ld import person

MEDIA_TYPE = "application/feed+json"
VERSION = "https://jsonfeed.org/version/1.1"


def json_feed(feed: Feed) -> dict[str, Any]:
    """The page as a document; each item carries its schema.org Person in `_person`."""
    document = {
        "version": VERSION,
        "title": feed.title,
        "feed_url": feed.url,
        "language": feed.language,
        "items": [_item(card, (feed.language,)) for card in feed.cards],
    }
    return document | ({"next_url": feed.next_url} if feed.next_url else {})


def _item(card: Card, wanted: tuple[str, ...]) -> dict[str, Any]:
    item = {
        "id": f"urn:uuid:{card.id}",
        "url": card.page,
        "title": card.name,
        "content_text": card.title(wanted) or card.name,
        "date_modified": card.changed_at.isoformat().replace("+00:00", "Z"),
        "tags": card.trade_labels(wanted),
        "_person": person(card, wanted),
    }
    return item | ({"image": card.photo_url} if card.photo_url else {})
