"""Office settings: read by everybody inside, changed by the administrator."""

import httpx
import pytest

from members.counting import snapshot
from members.given import profile
from partage_kit.auth import Role
from support.house import GHENT, House, at_once, member_number

MINE = "/members/v1/offices/mine"
NAMES = {"fr": "L'Atelier imaginaire", "nl": "Het denkbeeldige atelier", "en": "The imaginary workshop"}
SITE = "https://atelier.example/"


async def changed(house: House, version: int, **changes: object) -> httpx.Response:
    """Let the administrator change settings."""
    tag = {"If-Match": f'"{version}"'}
    return await house.as_role(Role.OFFICE_ADMIN).patch(MINE, json=changes, headers=tag)


async def set_limit(house: House, limit: object, version: int, role: Role = Role.OFFICE_ADMIN) -> httpx.Response:
    """Change the membership limit."""
    return await house.as_role(role).patch(MINE, json={"membership_limit": limit}, headers={"If-Match": f'"{version}"'})


async def test_an_office_that_chose_nothing_allows_three_filieres(house: House) -> None:
    read = await house.as_member(1).get(MINE)
    unnamed = {"names": None, "website": None}
    assert read.json() == {"office": "brussels", "membership_limit": 3, **unnamed, "version": 0}
    assert read.headers["etag"] == '"0"'


async def test_the_administrator_changes_the_limit(house: House) -> None:
    first = await set_limit(house, 5, 0)
    assert (first.status_code, first.json()["membership_limit"], first.headers["etag"]) == (200, 5, '"1"')
    second = await set_limit(house, 2, 1)
    assert (second.status_code, second.headers["etag"]) == (200, '"2"')
    assert (await house.as_member(1).get(MINE)).json()["membership_limit"] == 2
    assert (await house.as_role(Role.STAFF, office=GHENT).get(MINE)).json()["membership_limit"] == 3


async def test_only_the_administrator_may(house: House) -> None:
    assert (await set_limit(house, 5, 0, Role.STAFF)).status_code == 403
    outsider = await house.as_role(Role.SUPPLIER).get(MINE)
    assert outsider.status_code == 403


async def test_the_limit_lies_between_one_and_five(house: House) -> None:
    for wrong in (0, 6, -1, "3", 2.5, True, None):
        assert (await set_limit(house, wrong, 0)).status_code == 422, wrong
    assert (await house.as_member(1).get(MINE)).json()["version"] == 0


async def test_a_stale_or_blind_change_is_refused(house: House) -> None:
    await set_limit(house, 4, 0)
    assert (await set_limit(house, 5, 0)).status_code == 412
    blind = await house.as_role(Role.OFFICE_ADMIN).patch(MINE, json={"membership_limit": 5})
    assert blind.status_code == 428
    assert (await house.as_member(1).get(MINE)).json()["membership_limit"] == 4


async def test_of_two_first_changes_at_once_one_wins(house: House) -> None:
    answers = await at_once(10, lambda number: set_limit(house, number % 5 + 1, 0))
    assert sorted(a.status_code for a in answers) == [200, *[412] * 9]


async def test_an_office_says_what_it_is_called_and_keeps_the_rest(house: House) -> None:
    await set_limit(house, 4, 0)
    named = await changed(house, 1, names=NAMES, website=SITE)
    told = {"office": "brussels", "membership_limit": 4, "names": NAMES, "website": SITE, "version": 2}
    assert (named.status_code, named.json()) == (200, told)
    assert (await house.as_member(1).get(MINE)).json() == told
    same = await changed(house, 2, names=NAMES)
    assert (same.status_code, same.json()["version"]) == (200, 2), "what changes nothing is not written"
    without = await changed(house, 2, names=None, website=None)
    assert (without.json()["names"], without.json()["website"], without.json()["membership_limit"]) == (None, None, 4)


@pytest.mark.parametrize(
    "wrong",
    [
        {"names": {}},
        {"names": {"de": "Die Werkstatt"}},
        {"names": {"fr": ""}},
        {"names": {"fr": "Deux\nlignes"}},
        {"names": "Atelier"},
        {"website": "http://atelier.example/"},
        {"website": "javascript:alert(1)"},
        {"website": "https://user@atelier.example/"},
        {"membership_limit": None},
        {"title": "Atelier"},
    ],
)
async def test_a_name_that_is_none_is_refused_and_changes_nothing(house: House, wrong: dict[str, object]) -> None:
    assert (await changed(house, 0, **wrong)).status_code == 422
    assert (await house.as_member(1).get(MINE)).json()["version"] == 0


async def test_pages_feeds_cards_and_charts_call_an_office_by_its_name(house: House) -> None:
    await profile(house, 1, audiences={"name": "public"})
    member = f"/members/v1/directory/members/{member_number(1)}"
    assert "ORG:brussels\r\n" in (await house.client().get(f"{member}/card?lang=nl")).text
    assert (await changed(house, 0, names=NAMES, website=SITE)).status_code == 200
    stranger = house.client()
    for lang, name in NAMES.items():
        shown = name.replace("'", "&#39;")
        for page in ("/members/v1/directory/page?office=brussels", f"{member}/page?"):
            html = (await stranger.get(f"{page}&lang={lang}")).text
            assert f'<a href="{SITE}" rel="noopener external" target="_blank">{shown} <small' in html, page
        feed = (await stranger.get(f"/members/v1/feeds/brussels/members?format=json&lang={lang}")).json()
        assert feed["title"].endswith(f"— {name}")
        assert name in (await stranger.get(f"/members/v1/feeds/brussels/members?lang={lang}")).text
        assert f"ORG:{name}\r\n" in (await stranger.get(f"{member}/card?lang={lang}")).text
    organization = (await stranger.get(f"{member}/card?format=json_ld")).json()["memberOf"]
    assert (organization["identifier"], organization["url"], len(organization["name"])) == ("brussels", SITE, 3)
    await snapshot(house)
    who, asked = house.as_member(1), {"audience": "members", "lang": "nl"}
    for below in ("", "/series"):
        chart = (
            await who.get(
                f"/members/v1/analytics/tables/stage{below}/chart",
                params={**asked, **({"every": "snapshot"} if below else {})},
            )
        ).json()
        assert NAMES["nl"] in chart["description"]
    table = (await who.get("/members/v1/analytics/tables/stage", params={"audience": "members"})).json()
    assert (table["office_names"], table["snapshot"]["office"]) == (NAMES, "brussels")


async def test_a_name_in_one_language_is_told_as_of_it(house: House) -> None:
    await changed(house, 0, names={"fr": "L'Atelier <imaginaire>"})
    page = (await house.client().get("/members/v1/directory/page?office=brussels&lang=nl")).text
    assert '<p class="office" lang="fr">L&#39;Atelier &lt;imaginaire&gt;</p>' in page
