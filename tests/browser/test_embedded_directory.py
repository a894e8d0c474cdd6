"""The directory on a website, in a real browser: a page of another origin embeds it, somebody searches by keyboard."""

import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest
from selenium import webdriver
from selenium.webdriver.common.by import By
from selenium.webdriver.common.keys import Keys
from selenium.webdriver.support.expected_conditions import staleness_of
from selenium.webdriver.support.wait import WebDriverWait

from support.house import member_number
from support.service_process import ServiceProcess

pytestmark = pytest.mark.browser

HOST = """<!doctype html><html lang="nl"><title>Onze leden</title>
<h1>Onze leden</h1><iframe title="Ledengids" src="{}"></iframe>"""


@pytest.fixture
def website(tmp_path: Path, members: ServiceProcess) -> Iterator[str]:
    """A website of somebody else, which embeds the directory in Dutch."""
    folder = tmp_path / "website"
    folder.mkdir()
    source = f"{members.url}/members/v1/directory/page?office=brussels&amp;lang=nl"
    (folder / "index.html").write_text(HOST.format(source))
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(SimpleHTTPRequestHandler, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://localhost:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_website_embeds_the_directory(website: str, members: ServiceProcess, browser: webdriver.Chrome) -> None:
    browser.get(website)
    browser.switch_to.frame(browser.find_element(By.TAG_NAME, "iframe"))
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "nl"
    assert [title.text for title in browser.find_elements(By.TAG_NAME, "h2")] == ["Jo Klaproos", "Jo Zonnebloem"]
    assert "<script>alert(1)</script> Affiches" in browser.find_element(By.TAG_NAME, "ul").text

    field = browser.find_element(By.CSS_SELECTOR, "input[type=search]")
    field.send_keys("graphiste", Keys.ENTER)
    WebDriverWait(browser, 10).until(staleness_of(field))
    assert [title.text for title in browser.find_elements(By.TAG_NAME, "h2")] == ["Jo Zonnebloem"]
    assert browser.find_element(By.CSS_SELECTOR, "[role=status]").text == "1 lid gevonden"
    assert browser.find_element(By.CSS_SELECTOR, "input[type=search]").get_attribute("value") == "graphiste"

    assert browser.get_cookies() == []
    asked = [message for message in _logged(browser, "performance") if "Network.requestWillBeSent" in message]
    assert asked and not [message for message in asked if "elsewhere.example" in message]
    assert [message for message in _logged(browser, "browser") if "favicon" not in message] == []


def test_a_screen_reader_is_told_what_everything_is(members: ServiceProcess, browser: webdriver.Chrome) -> None:
    browser.get(f"{members.url}/members/v1/directory/page?office=brussels&lang=fr")
    field = browser.find_element(By.CSS_SELECTOR, "input[type=search]")
    assert (field.aria_role, field.accessible_name) == ("searchbox", "Métier, compétence, nom ou lieu")
    assert browser.find_element(By.TAG_NAME, "button").accessible_name == "Chercher"
    links = {link.accessible_name for link in browser.find_elements(By.TAG_NAME, "a")}
    assert "Carte de visite (vCard) Jo Klaproos" in links


def test_from_the_directory_to_a_member_and_back_without_leaving_the_frame(
    website: str, members: ServiceProcess, browser: webdriver.Chrome
) -> None:
    browser.get(website)
    browser.switch_to.frame(browser.find_element(By.TAG_NAME, "iframe"))
    name = browser.find_element(By.LINK_TEXT, "Jo Zonnebloem")
    name.send_keys(Keys.ENTER)
    WebDriverWait(browser, 10).until(staleness_of(name))
    assert (
        browser.find_element(By.TAG_NAME, "h1").text
        == "Jo Zonnebloem"
        == browser.execute_script("return document.title")
    )
    assert browser.find_element(By.TAG_NAME, "html").get_attribute("lang") == "nl"
    assert [term.text for term in browser.find_elements(By.TAG_NAME, "dt")] == ["Beroepen"]
    headline = browser.find_element(By.CSS_SELECTOR, "p[lang=fr]")
    assert headline.text == "<script>alert(1)</script> Affiches"
    french = browser.find_element(By.LINK_TEXT, "Français")
    french.send_keys(Keys.ENTER)
    WebDriverWait(browser, 10).until(staleness_of(french))
    assert [term.text for term in browser.find_elements(By.TAG_NAME, "dt")] == ["Métiers"]
    card = browser.find_element(By.LINK_TEXT, "Carte de visite (vCard)").get_attribute("href")
    assert card and card.endswith("/card?format=vcard&lang=fr") and "VCARD" in httpx.get(card).text
    back = browser.find_element(By.LINK_TEXT, "Retour à l'annuaire")
    back.send_keys(Keys.ENTER)
    WebDriverWait(browser, 10).until(staleness_of(back))
    assert browser.find_element(By.CSS_SELECTOR, "[role=status]").text == "2 membres trouvés"

    assert browser.get_cookies() == []
    asked = [message for message in _logged(browser, "performance") if "Network.requestWillBeSent" in message]
    assert asked and not [message for message in asked if "elsewhere.example" in message]
    assert [message for message in _logged(browser, "browser") if "favicon" not in message] == []


def test_who_hides_has_no_page(members: ServiceProcess, browser: webdriver.Chrome) -> None:
    page = f"{members.url}/members/v1/directory/members/{member_number(2)}/page?lang=nl"
    assert httpx.get(page).status_code == 404
    browser.get(page)
    assert "Verborgen" not in browser.page_source


def _logged(browser: webdriver.Chrome, kind: str) -> list[str]:
    """What the browser noted."""
    entries = browser.get_log(kind)  # type: ignore[no-untyped-call]
    return [str(entry["message"]) for entry in entries]
