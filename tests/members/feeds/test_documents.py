"""JSON-LD, Atom, JSON Feed and Murmurations from the same cards."""

import json
from dataclasses import replace
from datetime import UTC, datetime
from xml.etree.ElementTree import fromstring

from hypothesis import given

from members.feeds.cards import BARE, FULL, any_card
from partage_members.feeds.atom import NAMESPACE, Feed, atom
from partage_members.feeds.card import Card
from partage_members.feeds.json_feed import json_feed
from partage_members.feeds.json_ld import item_list, person
from partage_members.feeds.murmurations import murmurations_profile

ATOM = {"a": NAMESPACE}


def a_feed(*cards: Card, next_url: str | None = None) -> Feed:
    """A page of a feed."""
    return Feed("Annuaire", "https://partage.example/feed", next_url, datetime(2026, 11, 2, tzinfo=UTC), "fr", cards)


def test_a_person_of_schema_org() -> None:
    found = person(FULL, ("nl",))
    assert found["@context"] == "https://schema.org"
    assert found["jobTitle"] == [
        {"@language": "fr", "@value": "Graphiste, affichiste"},
        {"@language": "nl", "@value": "Grafisch ontwerpster"},
    ]
    assert found["hasOccupation"][1]["@id"] == "http://data.europa.eu/esco/occupation/x"
    assert found["workLocation"]["address"]["addressLocality"] == "Elsene"
    assert found["sameAs"] == list(FULL.links)
    assert (found["@id"], found["url"]) == (FULL.url, FULL.page)


def test_a_bare_person_has_no_empty_properties() -> None:
    assert set(person(BARE)) == {
        "@context", "@type", "@id", "identifier", "url", "name", "givenName", "familyName", "memberOf",
    }  # fmt: skip


def test_a_list_keeps_its_order() -> None:
    found = item_list([FULL, BARE])
    assert [(item["position"], item["item"]["name"]) for item in found["itemListElement"]] == [
        (1, FULL.name),
        (2, BARE.name),
    ]


def test_an_atom_feed_has_what_the_standard_asks_for() -> None:
    root = fromstring(atom(a_feed(FULL, BARE, next_url="https://partage.example/feed?cursor=x")))
    for part in (root, *root.findall("a:entry", ATOM)):
        assert all(part.findtext(f"a:{needed}", namespaces=ATOM) for needed in ("id", "title", "updated"))
    assert {link.get("rel") for link in root.findall("a:link", ATOM)} == {"self", "next"}
    assert [entry.findtext("a:author/a:name", namespaces=ATOM) for entry in root.findall("a:entry", ATOM)] == [
        FULL.name,
        BARE.name,
    ]
    assert root.find("a:entry/a:category", ATOM).attrib == {"term": "graphic-designer", "label": "graphiste"}  # type: ignore[union-attr]


def test_a_json_feed() -> None:
    found = json_feed(a_feed(FULL))
    assert (found["version"], found["language"]) == ("https://jsonfeed.org/version/1.1", "fr")
    assert "next_url" not in found
    assert found["items"][0]["content_text"] == "Graphiste, affichiste"
    assert found["items"][0]["_person"] == person(FULL, ("fr",))


def test_a_murmurations_profile_always_has_what_its_schema_requires() -> None:
    assert murmurations_profile(BARE) == {
        "linked_schemas": ["people_schema-v0.1.0"],
        "name": "Jo Ek",
        "primary_url": BARE.page,
        "tags": [],
        "urls": [{"name": "partage.example", "url": BARE.page}],
    }
    full = murmurations_profile(FULL, ("fr",))
    assert full["primary_url"] == "https://elodie.example/"
    assert full["tags"][:3] == ["graphiste", "grafisch ontwerper", "graphic designer"]
    assert full["contact_details"] == {"email": "elodie@members.example"}


def test_what_xml_cannot_hold_is_replaced() -> None:
    name = fromstring(atom(a_feed(replace(BARE, given_name="A\uffffB")))).findtext("a:entry/a:title", namespaces=ATOM)
    assert name == "A\ufffdB Ek"


@given(any_card)
def test_any_card_makes_documents_that_can_be_read(card: Card) -> None:
    fromstring(atom(a_feed(card)))
    json.dumps([json_feed(a_feed(card)), person(card), murmurations_profile(card)])
