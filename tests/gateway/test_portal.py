"""The developer portal: whole in three languages, nothing from another host, nothing of a caller in the page."""

import json
import re
from html.parser import HTMLParser
from pathlib import Path

import httpx
import pytest

from gateway.conftest import GatewayMaker
from gateway.processes import Process
from partage_gateway.portal.documents import Documents
from partage_gateway.portal.events import events_of
from partage_kit.settings import ServiceSettings
from partage_kit.types import Language
from support.plain_http import NO_CERTIFICATES
from support.waiting import eventually

LANGUAGES = ("fr", "nl", "en")
PAGES = (
    "/", "/quick-start/front-end", "/quick-start/offices", "/quick-start/integrators",
    "/reference", "/events", "/problems", "/problems/stale", "/roles",
)  # fmt: skip


class Page(HTMLParser):
    """What a page is made of."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.links: list[str] = []
        self.assets: list[str] = []
        self.inline: list[str] = []
        self.samples: list[str] = []
        self.ids: list[str] = []
        self.language = ""
        self.words: list[str] = []
        self._open: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        values = dict(attrs)
        self.tags.append(tag)
        self._open.append(tag)
        self.language = self.language or (values.get("lang") or "" if tag == "html" else "")
        self.inline += [name for name in values if name.startswith("on") or name == "style"]
        self.ids += [str(values["id"])] if "id" in values else []
        if tag == "a":
            self.links.append(values.get("href") or "")
        elif tag in ("link", "script", "img"):
            self.assets.append(values.get("href") or values.get("src") or "")
            self.inline += ["script"] if tag == "script" and "src" not in values else []
        if tag == "img":
            assert "alt" in values

    def handle_endtag(self, tag: str) -> None:
        while self._open and self._open.pop() != tag:
            pass

    def handle_data(self, data: str) -> None:
        if "pre" in self._open:
            self.samples.append(data)
        elif "main" in self._open and data.strip():
            self.words.append(data.strip())


async def read(client: httpx.AsyncClient, path: str, language: str) -> Page:
    """A page in a language."""
    answer = await client.get(path, headers={"accept-language": language})
    assert answer.status_code == 200
    assert answer.headers["content-language"] == language
    return Page(answer.text)


@pytest.mark.parametrize("path", PAGES)
async def test_pages_are_the_same_in_every_language(client: httpx.AsyncClient, path: str) -> None:
    pages = [await read(client, path, language) for language in LANGUAGES]
    assert [page.language for page in pages] == list(LANGUAGES)
    assert pages[0].tags == pages[1].tags == pages[2].tags
    assert pages[0].samples == pages[1].samples == pages[2].samples
    assert pages[0].words != pages[1].words != pages[2].words
    for page in pages:
        assert page.tags.count("h1") == 1
        assert len(page.ids) == len(set(page.ids))
        assert not page.inline


@pytest.mark.parametrize("path", PAGES)
async def test_pages_need_no_other_host_and_lead_somewhere(client: httpx.AsyncClient, path: str) -> None:
    page = await read(client, path, "en")
    assert all(asset.startswith("/assets/") for asset in page.assets), page.assets
    for target in {link for link in (*page.links, *page.assets) if not link.startswith(("#", "?"))}:
        assert target.startswith("/"), target
        expected = (200, 503) if target == "/readyz" else (200,)
        assert (await client.get(target)).status_code in expected, target


@pytest.mark.parametrize("path", [*PAGES, "/problems/no-such-problem"])
async def test_pages_are_guarded(client: httpx.AsyncClient, path: str) -> None:
    headers = (await client.get(path)).headers
    policy = dict(part.strip().split(" ", 1) for part in headers["content-security-policy"].split(";"))
    assert policy["default-src"] == policy["frame-ancestors"] == "'none'"
    assert policy.get("script-src", "'none'") == ("'self'" if path == "/reference" else "'none'")
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["referrer-policy"] == "no-referrer"


async def test_shipped_files_ask_no_other_host(client: httpx.AsyncClient) -> None:
    for name in ("portal.css", "swagger-ui.css"):
        sheet = (await client.get(f"/assets/{name}")).text
        assert not re.findall(r"@import|url\(\s*['\"]?(?!['\"]?data:)[^)]*", sheet), name
    script = (await client.get("/assets/reference.js")).text
    assert "http" not in script.replace("https://", "http")
    assert "validatorUrl: null" in script
    bundle = await client.get("/assets/swagger-ui-bundle.js")
    assert bundle.headers["content-type"].startswith("text/javascript")
    assert "SwaggerUIBundle" in bundle.text


async def test_only_listed_files_are_served(client: httpx.AsyncClient) -> None:
    for name in ("missing.js", "..%2Fpages.py", "%2e%2e%2freading.py", "redoc.standalone.js"):
        assert (await client.get(f"/assets/{name}")).status_code == 404


async def test_the_address_decides_the_language_before_the_browser(client: httpx.AsyncClient) -> None:
    dutch = await client.get("/problems/stale?lang=nl", headers={"accept-language": "fr"})
    assert "De gegevens zijn intussen veranderd" in dutch.text
    assert 'href="/roles?lang=nl"' in dutch.text, "the choice goes along with every link"
    strange = await client.get("/?lang=%22%3E%3Cscript%3E")
    assert strange.headers["content-language"] == "fr"
    assert "script" not in strange.text


async def test_an_unknown_problem_is_a_page_without_the_callers_words(client: httpx.AsyncClient) -> None:
    answer = await client.get("/problems/%3Cscript%3Ealert(1)%3C", headers={"accept-language": "en"})
    assert answer.status_code == 404
    assert "This page does not exist" in answer.text
    assert "alert" not in answer.text


async def test_every_problem_and_route_and_event_has_its_place(client: httpx.AsyncClient) -> None:
    documents = Documents.load()
    problems, roles, events = [(await client.get(path)).text for path in ("/problems", "/roles", "/events")]
    for code, problem in documents.problems.items():
        assert f'href="/problems/{code}"' in problems
        page = await client.get(f"/problems/{code}", headers={"accept-language": "nl"})
        assert (page.status_code, problem.titles[Language.NL].split("'")[0] in page.text) == (200, True)
    for route in documents.routes:
        assert f"<code>{route.method} {route.path}</code>" in roles
    for event in documents.events:
        assert f'id="{event.name}"' in events
        schema = (await client.get(f"/schemas/{event.name}.json")).json()
        example = json.loads(event.example)
        assert example["dataschema"] == f"/schemas/{event.name}.json"
        assert set(schema["required"]) <= set(example["data"]) <= set(schema["properties"])


def test_every_problem_says_what_to_do() -> None:
    assert [problem.code for problem in Documents.load().problems.values() if not problem.remedy] == []


async def test_words_between_backticks_are_code_and_the_rest_stays_text(client: httpx.AsyncClient) -> None:
    page = await client.get("/problems/precondition-required", headers={"accept-language": "fr"})
    assert "<code>If-Match</code>" in page.text and "Que faire (en anglais)" in page.text
    for path in ("/events", "/roles", "/problems/other-mode"):
        assert not [word for word in (await read(client, path, "nl")).words if "`" in word]


async def test_samples_show_the_address_of_this_house_and_routes_that_exist(door: Process) -> None:
    routes = {(route.method, route.path) for route in Documents.load().routes}
    async with httpx.AsyncClient(base_url=door.url, timeout=30, verify=NO_CERTIFICATES) as client:
        samples = "\n".join((await read(client, "/quick-start/front-end", "en")).samples)
    assert f'"{door.url}/members/v1/directory?limit=3"' in samples and f"{door.url}/openapi.json" in samples
    named = re.findall(r"^(GET|PATCH|POST) +(/[^ ?\n]+)", samples, re.MULTILINE)
    assert len(named) > 3 and set(named) <= routes


async def test_integrators_learn_where_the_bus_is_and_how_long_it_keeps(make_gateway: GatewayMaker) -> None:
    door = make_gateway(events_url="tls://bus.example.org:4222")
    async with httpx.AsyncClient(base_url=door.url, timeout=30, verify=NO_CERTIFICATES) as client:
        page = await read(client, "/quick-start/integrators", "nl")
        assert 'nats.connect("tls://bus.example.org:4222")' in page.samples[0]
        days = f"{ServiceSettings.model_fields['stream_max_age_days'].default} dagen"
        assert days in " ".join(page.words) and days in " ".join((await read(client, "/", "nl")).words)
        strange = await client.get("/quick-start/front-end", headers={"host": "<script>"})
        assert (strange.status_code, strange.json()["type"]) == (400, "/problems/malformed-request")


async def test_problems_of_the_gateway_have_pages(client: httpx.AsyncClient) -> None:
    answer = await client.get("/procurement/v1/offers")
    page = await client.get(answer.json()["type"], headers={"accept-language": "en"})
    assert page.status_code == 200
    assert answer.json()["title"] not in ("", None)


async def test_pages_and_documents_are_compressed_for_who_asks(client: httpx.AsyncClient) -> None:
    for path in ("/roles", "/asyncapi.json"):
        answer = await client.get(path, headers={"accept-encoding": "gzip"})
        assert answer.headers["content-encoding"] == "gzip"
        assert "Accept-Encoding" in answer.headers["vary"]
        assert "content-encoding" not in (await client.get(path, headers={"accept-encoding": "identity"})).headers
    passed = await client.post("/members/v1/echo", content=b"x" * 5_000, headers={"accept-encoding": "gzip"})
    assert "content-encoding" not in passed.headers, "what belongs to a service passes as it is"


async def test_asyncapi_is_served_whole(client: httpx.AsyncClient) -> None:
    document = (await client.get("/asyncapi.json")).json()
    assert document["asyncapi"].startswith("3.")
    assert {event.address for event in events_of(document)} == {c["address"] for c in document["channels"].values()}
    assert (await client.get("/schemas/no.such.event.v1.json")).status_code == 404


async def test_an_office_can_show_documents_of_its_own(make_gateway: GatewayMaker, tmp_path: Path) -> None:
    hostile = "<script>alert(1)</script>"
    asyncapi = {
        "asyncapi": "3.0.0",
        "info": {"title": "ours", "version": "1"},
        "channels": {
            "a": {
                "address": "ours.{office}.things.made.v1",
                "messages": {
                    "m": {
                        "name": "ours.things.made.v1",
                        "summary": hostile,
                        "payload": {"type": "object", "properties": {"count": {"type": ["integer", "null"]}}},
                    }
                },
            }
        },
    }
    problem = {
        "code": "ours", "status": 409, "titles": {"fr": hostile, "nl": "Eigen", "en": "Ours"},
        "description": hostile, "remedy": "", "service": "ours",
    }  # fmt: skip
    route = {"service": "ours", "method": "GET", "path": "/ours", "summary": hostile, "roles": ["anyone"]}
    for name, content in (("asyncapi", asyncapi), ("problems", [problem]), ("roles", [route])):
        (tmp_path / f"{name}.json").write_text(json.dumps(content))
    door = make_gateway(documents=str(tmp_path))
    async with httpx.AsyncClient(base_url=door.url, timeout=30, verify=NO_CERTIFICATES) as client:

        async def home() -> int:
            return (await client.get("/")).status_code

        await eventually(home, lambda status: status == 200)
        for path in ("/events", "/problems", "/problems/ours", "/roles"):
            page = await client.get(path, headers={"accept-language": "fr"})
            assert page.status_code == 200
            assert hostile not in page.text
            assert "&lt;script&gt;" in page.text
