"""A members service with a few members, and a real browser."""

import shutil
from collections.abc import Iterator, Mapping
from pathlib import Path

import httpx
import pytest
from selenium import webdriver

from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from partage_members.settings import MembersSettings
from support.house import BRUSSELS, member_number
from support.service_process import ServiceProcess, serving

OPEN = dict.fromkeys(("name", "headline", "trades", "territory", "photo_url"), "public")
PEOPLE: Mapping[str, dict[str, object]] = {
    "Zonnebloem": {"trades": ["graphic-designer"], "headline": {"fr": "<script>alert(1)</script> Affiches"}},
    "Klaproos": {"trades": ["baker"], "photo_url": "https://elsewhere.example/klaproos.jpg"},
    "Verborgen": {"trades": ["baker"], "audiences": {}},
}


@pytest.fixture
def members(tmp_path: Path) -> Iterator[ServiceProcess]:
    """The members service alone on SQLite, with three members of whom one shows herself to members only."""
    with serving("members", tmp_path, {"HOME": str(tmp_path)}) as (process,):
        for number, (name, more) in enumerate(PEOPLE.items()):
            token = issue(MembersSettings(home=tmp_path), (Role.MEMBER,), BRUSSELS, member_number(number))
            body: dict[str, object] = {"given_name": "Jo", "family_name": name, "audiences": OPEN, **more}
            headers = {"Authorization": f"Bearer {token}"}
            made = httpx.post(f"{process.url}/members/v1/profiles/mine", json=body, headers=headers)
            assert made.status_code == 201, made.text
        yield process


@pytest.fixture
def browser(tmp_path: Path) -> Iterator[webdriver.Chrome]:
    """A headless Chromium with an empty profile, which reports what it loads."""
    driver, chromium = shutil.which("chromedriver"), shutil.which("chromium") or shutil.which("google-chrome")
    assert driver and chromium, "this test needs a browser: apt-get install chromium chromium-driver"
    options = webdriver.ChromeOptions()
    options.binary_location = chromium
    for argument in (
        *("--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync"),
        *("--disable-background-networking", "--disable-component-update", f"--user-data-dir={tmp_path / 'profile'}"),
    ):
        options.add_argument(argument)
    options.set_capability("goog:loggingPrefs", {"browser": "ALL", "performance": "ALL"})
    made = webdriver.Chrome(options=options, service=webdriver.ChromeService(driver))
    yield made
    made.quit()
