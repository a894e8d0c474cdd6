"""The pages as people meet them who zoom, hear or type: WCAG 2.2 AA, in a real browser, in each language and narrow."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
import pytest
from selenium import webdriver

from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from partage_members.settings import MembersSettings
from support.house import BRUSSELS, member_number
from support.service_process import ServiceProcess

pytestmark = pytest.mark.browser

WHOLE: Mapping[str, Any] = {
    "given_name": "Zoé",
    "family_name": "Exemple",
    "email": "zoe@members.example",
    "phone": "+32 470 00 00 00",
    "territory": {"country": "BE", "municipality": "Liège", "postal_code": "4000"},
    "languages": ["fr", "nl"],
    "headline": {"fr": "Boulangère au levain"},
    "presentation": {"fr": "Du pain.\n\nDes ateliers."},
    "trades": ["baker"],
    "skills": ["levain"],
    "links": [{"url": "https://une-adresse-vraiment-longue-pour-un-petit-ecran.zoe-exemple.example/"}],
}
OPEN = dict.fromkeys((*WHOLE.keys() - {"given_name", "family_name"}, "name"), "public")

CONTRAST = """
const channel = v => (v /= 255) <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4;
const light = c => { const [r, g, b] = c.match(/[\\d.]+/g).map(Number).map(channel);
  return .2126 * r + .7152 * g + .0722 * b; };
const ground = e => { for (; e; e = e.parentElement) { const c = getComputedStyle(e).backgroundColor;
  if (!/, 0\\)$/.test(c)) return c; } return "rgb(255, 255, 255)"; };
const texts = [...document.body.querySelectorAll("*")].filter(e =>
  e.tagName !== "SCRIPT" && [...e.childNodes].some(n => n.nodeType === 3 && n.data.trim()));
return texts.map(e => { const [a, b] = [light(getComputedStyle(e).color), light(ground(e))];
  return [e.tagName, (Math.max(a, b) + .05) / (Math.min(a, b) + .05)]; });
"""
"""The contrast of each text with what is behind it (WCAG 1.4.3)."""


@pytest.fixture
def pages(members: ServiceProcess, tmp_path: Path) -> Iterator[list[str]]:
    """The directory, a search with an error in it, one without a result, no member, and one who shows all there is."""
    token = issue(MembersSettings(home=tmp_path), (Role.MEMBER,), BRUSSELS, member_number(9))
    headers = {"Authorization": f"Bearer {token}"}
    made = httpx.post(f"{members.url}/members/v1/profiles/mine", json={**WHOLE, "audiences": OPEN}, headers=headers)
    assert made.status_code == 201, made.text
    directory = f"{members.url}/members/v1/directory"
    searches = [
        f"{directory}/page?office=brussels{more}" for more in ("", "&query=boulangree", "&query=zzzz", "&limit=1")
    ]
    yield [*searches, *(f"{directory}/members/{member_number(number)}/page?office=brussels" for number in (99, 9))]


def told(driver: webdriver.Chrome) -> list[tuple[str, str, int]]:
    """What a screen reader is told: the role, name and level of each part."""
    tree = driver.execute_cdp_cmd("Accessibility.getFullAXTree", {})["nodes"]
    found = []
    for node in tree:
        if not node["ignored"]:
            level = next((one["value"]["value"] for one in node.get("properties", ()) if one["name"] == "level"), 0)
            found.append((node["role"]["value"], node.get("name", {}).get("value", ""), level))
    return found


@pytest.mark.parametrize("lang", ["fr", "nl", "en"])
def test_everybody_can_use_the_pages(pages: list[str], browser: webdriver.Chrome, lang: str) -> None:
    browser.set_window_size(500, 800)
    for page in pages:
        browser.get(f"{page}&lang={lang}")
        parts = told(browser)
        roles = [role for role, *_ in parts]
        assert roles.count("main") == 1, page
        assert roles.count("search") == ("directory/page" in page), page
        assert all(
            name for role, name, _ in parts if role in ("link", "button", "searchbox", "navigation", "heading")
        ), page
        levels = [level for role, _, level in parts if role == "heading"]
        assert levels[0] == 1 and levels.count(1) == 1 and set(levels) <= {1, 2}, page
        assert browser.title and browser.execute_script("return document.documentElement.lang") == lang
        contrasts = browser.execute_script(CONTRAST)
        assert contrasts and not [one for one in contrasts if one[1] < 4.5], page
        browser.execute_cdp_cmd(
            "Emulation.setDeviceMetricsOverride", {"width": 320, "height": 600, "deviceScaleFactor": 1, "mobile": False}
        )
        assert browser.execute_script("return document.documentElement.scrollWidth") <= 320, page
        browser.execute_cdp_cmd("Emulation.clearDeviceMetricsOverride", {})


def test_what_is_in_another_language_is_read_in_it(pages: list[str], browser: webdriver.Chrome) -> None:
    for page in (pages[0], pages[-1]):
        browser.get(f"{page}&lang=nl")
        french = browser.execute_script("return [...document.querySelectorAll('p[lang=fr]')].map(e => e.textContent)")
        assert "Boulangère au levain" in french


def test_a_link_that_opens_a_window_says_so(pages: list[str], browser: webdriver.Chrome) -> None:
    browser.get(f"{pages[-1]}&lang=nl")
    links = browser.execute_script("return [...document.querySelectorAll('a[target=_blank]')].map(e => e.textContent)")
    assert links == ["une-adresse-vraiment-longue-pour-un-petit-ecran.zoe-exemple.example (nieuw venster)"]
