"""schema.org JSON-LD: a member as a Person, a page of the directory as an ItemList."""

from collections.abc import Sequence
from typing import Any

from partage_members.feeds.card import Card, Texts, Trade
from partage_members.offices.naming import NamedOffice

MEDIA_TYPE = "application/ld+json"
CONTEXT = "https://schema.org"


def person(card: Card, wanted: tuple[str, ...] = ()) -> dict[str, Any]:
    """One member as a document of its own."""
    return {"@context": CONTEXT} | _person(card, wanted)


def item_list(cards: Sequence[Card], wanted: tuple[str, ...] = ()) -> dict[str, Any]:
    """Some members in the order of the directory."""
    items = [
        {"@type": "ListItem", "position": position, "item": _person(card, wanted)}
        for position, card in enumerate(cards, start=1)
    ]
    return {"@context": CONTEXT, "@type": "ItemList", "numberOfItems": len(items), "itemListElement": items}


def _person(card: Card, wanted: tuple[str, ...]) -> dict[str, Any]:
    return _filled(
        {
            "@type": "Person",
            "@id": card.url,
            "identifier": f"urn:uuid:{card.id}",
            "url": card.page,
            "name": card.name,
            "givenName": card.given_name,
            "familyName": card.family_name,
            "jobTitle": _in_languages(card.headline),
            "description": _in_languages(card.presentation),
            "hasOccupation": [_occupation(trade) for trade in card.trades],
            "knowsAbout": list(card.skills),
            "knowsLanguage": list(card.languages),
            "workLocation": _place(card, wanted),
            "email": card.email,
            "telephone": card.phone,
            "image": card.photo_url,
            "sameAs": list(card.links),
            "memberOf": _organization(card.office),
        }
    )


def _organization(office: NamedOffice) -> dict[str, Any]:
    named = {"name": _in_languages(office.names), "url": office.website}
    return _filled({"@type": "Organization", "identifier": office.code, **named})


def _occupation(trade: Trade) -> dict[str, Any]:
    return _filled({"@type": "Occupation", "@id": trade.uri, "name": _in_languages(trade.labels)})


def _place(card: Card, wanted: tuple[str, ...]) -> dict[str, Any] | None:
    if card.place is None:
        return None
    address = {
        "@type": "PostalAddress",
        "addressLocality": card.municipality(wanted),
        "postalCode": card.place.postal_code,
        "addressRegion": card.place.nuts,
        "addressCountry": card.place.country,
    }
    return {"@type": "Place", "address": _filled(address)}


def _in_languages(texts: Texts | None) -> list[dict[str, str]]:
    return [{"@language": language, "@value": text} for language, text in sorted((texts or {}).items())]


def _filled(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value not in (None, "", [])}
