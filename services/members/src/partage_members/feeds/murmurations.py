"""Murmurations: a profile of `people_schema-v0.1.0`, for maps and directories of other networks."""

from typing import Any

from partage_kit.types import translated
from partage_members.feeds.card import Card

SCHEMA = "people_schema-v0.1.0"
_TAGS = 100


def murmurations_profile(card: Card, wanted: tuple[str, ...] = ()) -> dict[str, Any]:
    """One member; `tags` are her trades in each of the languages and her skills, as other networks search by words."""
    labels = [label for trade in card.trades for label in trade.labels.values()]
    tags = list(dict.fromkeys((*labels, *card.skills)))[:_TAGS]
    profile = {
        "linked_schemas": [SCHEMA],
        "name": card.name,
        "primary_url": card.website,
        "tags": tags,
        "description": translated(card.presentation or {}, wanted) or card.title(wanted),
        "image": card.photo_url,
        "urls": [{"name": _host(link), "url": link} for link in (*card.links, card.page)],
        "knows_language": list(card.languages),
        "contact_details": {"email": card.email} if card.email else None,
        "telephone": card.phone,
        "locality": card.municipality(wanted),
        "postal_code": card.place.postal_code if card.place else None,
        "country_iso_3166": card.place.country if card.place else None,
    }
    needed = {"linked_schemas", "name", "primary_url", "tags"}
    return {name: value for name, value in profile.items() if name in needed or value}


def _host(link: str) -> str:
    return link.partition("://")[2].partition("/")[0]
