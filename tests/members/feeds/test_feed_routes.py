"""Feeds, cards and the page through the door: only what is public, in the formats of others."""

import re
from datetime import timedelta
from html import unescape
from urllib.parse import urljoin
from xml.etree.ElementTree import Element, fromstring

import httpx
import pytest

from members.audiences import OWNER, WRITTEN
from members.feeds.test_vcard import values_of
from members.given import profile
from members.leaks.knocking import knock
from partage_members.feeds.atom import NAMESPACE
from partage_members.feeds.member_page import WORDS
from partage_members.settings import MembersSettings
from support.house import GHENT, House, member_number

ATOM = {"a": NAMESPACE}
FEED = "/members/v1/feeds/brussels/members"
CARD = f"/members/v1/directory/members/{member_number(OWNER)}/card"
PAGE = "/members/v1/directory/page"
HERS = f"/members/v1/directory/members/{member_number(OWNER)}/page"
OPEN = dict.fromkeys(("name", "headline", "trades", "territory", "links", "skills"), "public")


async def registered(house: House, number: int, **changes: object) -> None:
    """Let a member show herself to everybody, but for her phone."""
    body = {**WRITTEN, "family_name": f"Ek{number}", "audiences": OPEN, **changes}
    made = await house.as_member(number).post("/members/v1/profiles/mine", json=body)
    assert made.status_code == 201, made.text


async def changed(house: House, number: int, **changes: object) -> None:
    """Let a member change her profile, a minute later."""
    house.service.database.clock.advance(timedelta(minutes=1))
    me = house.as_member(number)
    tag = (await me.get("/members/v1/profiles/mine")).headers["etag"]
    done = await me.patch("/members/v1/profiles/mine", json=changes, headers={"If-Match": tag})
    assert done.status_code == 200, done.text


async def entries(who: httpx.AsyncClient, url: str = FEED) -> list[Element]:
    """The entries of a feed over all its pages."""
    found: list[Element] = []
    while url:
        answer = await who.get(url)
        assert answer.status_code == 200, answer.text
        root = fromstring(answer.content)
        found += root.findall("a:entry", ATOM)
        links = [link.get("href", "") for link in root.findall("a:link[@rel='next']", ATOM)]
        url = links[0] if links else ""
    return found


async def names(who: httpx.AsyncClient, url: str = FEED) -> list[str]:
    """Who is in a feed."""
    return [entry.findtext("a:title", namespaces=ATOM) or "" for entry in await entries(who, url)]


async def test_the_feed_tells_who_is_public_last_changed_first(house: House) -> None:
    for number in (1, 2, 3):
        house.service.database.clock.advance(timedelta(minutes=1))
        await registered(house, number)
    await registered(house, 4, audiences={})
    stranger = house.client()
    assert await names(stranger, f"{FEED}?limit=1") == ["Élodie Ek3", "Élodie Ek2", "Élodie Ek1"]
    await changed(house, 1, headline={"fr": "Affichiste"})
    assert await names(stranger) == ["Élodie Ek1", "Élodie Ek3", "Élodie Ek2"]
    await changed(house, 1, audiences={"name": "members"})
    assert await names(stranger) == ["Élodie Ek3", "Élodie Ek2"]


async def test_a_hidden_change_does_not_move_anybody_in_the_feed(house: House) -> None:
    for number in (1, 2):
        house.service.database.clock.advance(timedelta(minutes=1))
        await registered(house, number)
    before = [
        (await house.client().get(url)).content for url in (FEED, f"{FEED}?format=json", PAGE + "?office=brussels")
    ]
    await changed(house, 1, phone="+32 499 99 99 99", presentation={"fr": "Tout autre chose"})
    after = [
        (await house.client().get(url)).content for url in (FEED, f"{FEED}?format=json", PAGE + "?office=brussels")
    ]
    assert after == before


async def test_formats_and_languages(house: House) -> None:
    await registered(house, OWNER)
    stranger = house.client()
    feed = await stranger.get(f"{FEED}?format=json&lang=nl")
    assert feed.headers["content-type"] == "application/feed+json"
    assert feed.headers["access-control-allow-origin"] == "*"
    assert feed.json()["items"][0]["content_text"] == "Grafisch ontwerpster"
    card = await stranger.get(CARD)
    assert card.headers["content-type"].startswith("text/vcard")
    assert dict(values_of(card.text))["FN"] == f"Élodie Ek{OWNER}"
    ld = await stranger.get(f"{CARD}?format=json_ld")
    assert (ld.headers["content-type"], ld.json()["@type"]) == ("application/ld+json", "Person")
    assert (await stranger.get(f"{CARD}?format=murmurations")).json()["linked_schemas"] == ["people_schema-v0.1.0"]
    for url in (
        f"{FEED}?format=json",
        CARD,
        f"{CARD}?format=json_ld",
        f"{CARD}?format=murmurations",
        PAGE + "?office=brussels",
    ):
        text = (await stranger.get(url)).text
        assert "+32" not in text and "elodie@example.org" not in text and "Affiches et livres" not in text, url


async def test_who_is_not_public_has_no_card(house: House) -> None:
    await registered(house, OWNER, audiences={"name": "members"})
    missing = f"/members/v1/directory/members/{member_number(99)}/card"
    headers = {"X-Request-Id": "the-same"}
    hidden, absent = [await house.client().get(url, headers=headers) for url in (CARD, missing)]
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert (await house.as_member(2).get(CARD)).status_code == 404


async def test_a_member_has_a_page_of_what_everybody_sees(house: House) -> None:
    await registered(house, OWNER)
    page = await house.client().get(HERS, params={"lang": "nl"})
    assert (page.status_code, page.headers["content-type"].split(";")[0]) == (200, "text/html")
    policy = page.headers["content-security-policy"]
    assert policy.startswith("default-src 'none'") and "script-src" not in policy and "set-cookie" not in page.headers
    assert "Grafisch ontwerpster" in page.text and '<html lang="nl">' in page.text
    for hidden in ("+32", "elodie@example.org", "Affiches et livres"):
        assert hidden not in page.text
    herself = await house.as_member(OWNER).get(HERS, params={"lang": "nl"})
    assert herself.content == page.content, "whoever asks is told the same"
    (canonical,) = re.findall('<link rel="canonical" href="([^"]+)">', page.text)
    assert canonical == f"{house.base_url}{HERS}?office=brussels&amp;lang=nl"
    (card,) = re.findall('<link rel="alternate" type="text/vcard" [^>]*href="([^"]+)">', page.text)
    assert dict(values_of((await house.client().get(card.replace("&amp;", "&"))).text))["UID"].endswith(
        str(member_number(OWNER))
    )
    assert (await house.client().get(HERS, params={"lang": "de"})).status_code == 422


async def test_who_is_not_public_has_no_page(house: House) -> None:
    await registered(house, OWNER, audiences={"name": "members"})
    missing = f"/members/v1/directory/members/{member_number(99)}/page"
    headers = {"X-Request-Id": "the-same"}
    hidden, absent = [await house.client().get(url, headers=headers) for url in (HERS, missing)]
    assert (hidden.status_code, hidden.content) == (404, absent.content)
    assert (await house.as_member(2).get(HERS)).status_code == 404
    await changed(house, OWNER, audiences={"name": "public"})
    assert (await house.client().get(HERS)).status_code == 200
    await changed(house, OWNER, audiences={"name": "nobody"})
    assert (await house.client().get(HERS)).status_code == 404


BROWSER = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8"
NOT_FOUND = {
    "fr": ("Membre introuvable", "Office introuvable"),
    "nl": ("Lid niet gevonden", "Kantoor niet gevonden"),
    "en": ("Member not found", "Office not found"),
}


@pytest.mark.parametrize("language", NOT_FOUND)
async def test_a_browser_is_refused_with_a_page_in_the_readers_language(house: House, language: str) -> None:
    await registered(house, OWNER, audiences={"name": "members"})
    missing = f"/members/v1/directory/members/{member_number(99)}/page"
    member, office = NOT_FOUND[language]
    for sent, asked in (({"Accept-Language": f"{language}-BE"}, {}), ({"Accept-Language": "de"}, {"lang": language})):
        browser = {"Accept": BROWSER, **sent}
        answers = [await house.client().get(url, params=asked, headers=browser) for url in (HERS, missing)]
        hidden, absent = answers
        assert (hidden.status_code, hidden.content) == (404, absent.content), "hiding is as not being there"
        unlike = {"x-request-id", "date"}
        told = [{name: text for name, text in one.headers.items() if name not in unlike} for one in answers]
        assert told[0] == told[1]
        assert hidden.headers["content-type"] == "text/html; charset=utf-8"
        assert f'<html lang="{language}">' in hidden.text and f"<h1>{member}</h1>" in hidden.text
        assert "<script" not in hidden.text and "href" not in hidden.text and "brussels" not in hidden.text
        nowhere = await house.client().get(PAGE, params={"office": "nowhere", **asked}, headers=browser)
        assert (nowhere.status_code, f"<h1>{office}</h1>" in nowhere.text) == (404, True)
        assert nowhere.headers["content-security-policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("language", NOT_FOUND)
async def test_a_missing_page_leads_back_to_the_directory_that_its_address_names(house: House, language: str) -> None:
    await registered(house, OWNER, audiences={"name": "members"})
    missing = f"/members/v1/directory/members/{member_number(99)}/page"
    browser = {"Accept": BROWSER}

    async def told(office: str) -> str:
        doors = [f"{url}?office={office}&lang={language}" for url in (HERS, missing)]
        hidden, absent = [await knock(house, house.client(), "GET", door, headers=browser) for door in doors]
        assert hidden == absent and hidden.status == 404, "the same bytes by the same statements"
        return unescape(hidden.content.decode())

    assert "href" not in await told("brussels"), "the only one of an office hides, so nobody knows of it"
    await registered(house, 2)
    await profile(house, 1_001, office=GHENT, audiences=OPEN)
    found = re.findall('<a href="([^"]+)">([^<]+)</a>', await told("brussels"))
    assert found == [(f"../../page?office=brussels&lang={language}", WORDS["back"][language])]
    directory = await house.client().get(urljoin(f"{house.base_url}{HERS}", found[0][0]))
    assert (directory.status_code, f'<html lang="{language}">' in directory.text) == (200, True)
    assert "office=ghent" in await told(GHENT), "whose member she is makes no difference"
    assert "href" not in await told("nowhere")


async def test_the_links_to_a_page_name_the_office_that_they_come_from(house: House) -> None:
    await registered(house, OWNER)
    visitor, address = house.client(), f"{house.base_url}{HERS}?office=brussels"
    listed = (await visitor.get(PAGE, params={"office": "brussels", "lang": "nl"})).text
    assert f'href="{address}&amp;lang=nl"' in listed
    assert [item["url"] for item in (await visitor.get(FEED, params={"format": "json"})).json()["items"]] == [address]
    assert address in (await visitor.get(CARD)).text.replace("\r\n ", "")
    assert (await visitor.get(f"{HERS}?office=ghent&lang=nl")).text == (await visitor.get(f"{HERS}?lang=nl")).text


async def test_a_wrong_address_is_explained_to_a_browser_and_stays_text(house: House) -> None:
    browser = {"Accept": BROWSER, "Accept-Language": "nl"}
    for url in (
        "/members/v1/directory/members/nobody/page",
        PAGE,
        f"{PAGE}?office=brussels&<script>=1",
        f"{HERS}?lang=de",
    ):
        answer = await house.client().get(url, headers=browser)
        assert (answer.status_code, answer.headers["content-type"]) == (422, "text/html; charset=utf-8"), url
        assert '<html lang="nl">' in answer.text and "<script" not in answer.text, url


@pytest.mark.parametrize(
    "accept", ["*/*", "application/json", "text/html;q=0.5, application/json", "text/html;q=0", "text/html;q=x", ""]
)
async def test_a_program_is_refused_with_a_problem_document(house: House, accept: str) -> None:
    answer = await house.client().get(HERS, headers={"Accept": accept})
    assert (answer.status_code, answer.json()["type"]) == (404, "/problems/member-not-found")
    misspelt = await house.client().get(PAGE, params={"office": "No Office"}, headers={"Accept": accept})
    assert (misspelt.status_code, misspelt.json()["errors"][0]["pointer"]) == (422, "/query/office")
    for one in (answer, misspelt):
        assert "Accept" in one.headers["vary"].split(", "), "no cache gives a person what a program got"


async def test_the_page_finds_and_proposes_in_the_readers_language(house: House) -> None:
    for number in (1, 2, 3):
        await registered(house, number)
    page = await house.client().get(PAGE, params={"office": "brussels", "query": "graphiste", "lang": "nl", "limit": 2})
    assert page.headers["content-type"].startswith("text/html")
    assert "script-src" not in page.headers["content-security-policy"] and "set-cookie" not in page.headers
    assert "3 leden gevonden" in page.text and "Volgende leden" in page.text
    mistyped = await house.client().get(PAGE, params={"office": "brussels", "query": "grahpiste"})
    assert "Vouliez-vous dire" in mistyped.text and "query=graphiste" in mistyped.text


@pytest.mark.parametrize(
    "url", [PAGE, f"{PAGE}?office=X", f"{FEED}?format=xml", f"{FEED}?cursor=no", f"{CARD}?format=pdf"]
)
async def test_bad_questions_are_refused(house: House, url: str) -> None:
    await registered(house, OWNER)
    assert (await house.client().get(url)).status_code == 422


async def test_addresses_are_those_of_the_house_and_not_those_that_a_request_claims(house: House) -> None:
    await registered(house, OWNER)
    assert isinstance(house.settings, MembersSettings)
    public = house.settings.model_copy(update={"public_url": "https://partage.example"})
    kept, house.service.settings = house.service.settings, public
    try:
        claimed = {"Host": "evil.example", "X-Forwarded-Host": "evil.example"}
        for url in (FEED, f"{FEED}?format=json", CARD, f"{CARD}?format=json_ld", HERS, f"{PAGE}?office=brussels"):
            told = (await house.client().get(url, headers=claimed)).text
            assert "https://partage.example/members/v1/" in told and "evil" not in told, url
    finally:
        house.service.settings = kept
