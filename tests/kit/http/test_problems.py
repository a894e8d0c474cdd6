"""Problem details (RFC 9457): one form for every no, in three languages, with the request's id."""

from importlib import import_module
from uuid import UUID

import pytest

from partage_kit.auth import Member
from partage_kit.errors import Refusal, Stale, every_refusal
from partage_kit.http.routes import Router
from partage_kit.settings import ServiceSettings
from partage_kit.types import LANGUAGES
from support import notes
from support.documented import Undocumented
from support.house import House, running

NOTES = "/kit/v1/notes"


@pytest.mark.parametrize(
    ("accepted", "title"),
    [
        ("fr", "Un jeton d'accès valable est nécessaire"),
        ("nl-BE,nl;q=0.9,en;q=0.1", "Een geldig toegangstoken is nodig"),
        ("en", "A valid access token is needed"),
        ("de,nl;q=0.2,en;q=0.8", "A valid access token is needed"),
        ("fr;q=0,nl", "Een geldig toegangstoken is nodig"),
        ("de", "Un jeton d'accès valable est nécessaire"),
        (";;;q=x,,", "Un jeton d'accès valable est nécessaire"),
    ],
)
async def test_titles_are_in_the_language_of_the_caller(house: House, accepted: str, title: str) -> None:
    answer = await house.client().get(NOTES, headers={"Accept-Language": accepted})
    assert (answer.status_code, answer.json()["title"]) == (401, title)


async def test_the_type_of_a_problem_leads_to_its_explanation(house: House) -> None:
    refused = (await house.client().get(NOTES)).json()
    explained = await house.client().get(refused["type"], headers={"Accept-Language": "nl"})
    assert explained.status_code == 200
    assert explained.json()["type"] == refused["type"] and explained.json()["status"] == 401
    assert explained.json()["title"] == "Een geldig toegangstoken is nodig"
    assert explained.json()["description"] and explained.json()["remedy"]
    unknown = await house.client().get("/problems/no-such-problem")
    assert (unknown.status_code, unknown.headers["content-type"]) == (404, "application/problem+json")


@pytest.mark.parametrize(
    ("lang", "status", "title"),
    [("nl", 401, "Een geldig toegangstoken is nodig"), ("de", 422, "The request does not have the expected shape")],
)
async def test_lang_goes_before_what_a_browser_always_sends(house: House, lang: str, status: int, title: str) -> None:
    answer = await house.client().get(NOTES, params={"lang": lang}, headers={"Accept-Language": "en"})
    assert (answer.status_code, answer.json()["title"]) == (status, title)


async def test_a_problem_has_its_type_status_detail_and_request_id(house: House) -> None:
    answer = await house.as_member(1).post(NOTES, json={"title": ""}, headers={"X-Request-Id": "my-request-1"})
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.headers["x-request-id"] == "my-request-1"
    problem = answer.json()
    assert (problem["type"], problem["status"], problem["request_id"]) == ("/problems/invalid", 422, "my-request-1")
    assert problem["errors"] == [{"pointer": "/body/title", "detail": "String should have at least 1 character"}]


async def test_a_request_id_that_could_forge_a_log_line_is_replaced(house: House) -> None:
    for forged in ("short", "x" * 65, "with space here", "évidemment", "a" * 20 + "\x1b[31m"):
        answer = await house.client().get(NOTES, headers=[(b"X-Request-Id", forged.encode())])
        assert UUID(answer.headers["x-request-id"]).version == 7


async def test_addresses_and_methods_that_are_not_there(house: House) -> None:
    nowhere = await house.as_member(1).get("/kit/v1/nowhere")
    assert (nowhere.status_code, nowhere.json()["type"]) == (404, "/problems/not-found")
    wrong = await house.as_member(1).put(NOTES, json={})
    assert (wrong.status_code, wrong.json()["type"]) == (405, "/problems/method-not-allowed")
    assert set(wrong.headers["allow"].split(", ")) <= {"GET", "POST"}
    slash = await house.as_member(1).get(f"{NOTES}/")
    assert slash.status_code in (404, 422)
    assert slash.headers["content-type"] == "application/problem+json"


async def test_a_refusal_that_a_route_does_not_list_is_noticed(house: House) -> None:
    """What looks at every answer in these suites sees it."""
    careless = Router()

    @careless.get("/careless")
    async def refuse(_caller: Member) -> dict[str, str]:
        """Say no without having said so."""
        raise Stale()

    assert isinstance(house.settings, ServiceSettings)
    async with running(notes.create_app(house.settings, careless), house.settings) as second:
        with pytest.raises(Undocumented, match="answered 412"):
            await second.as_member(1).get("/kit/v1/careless")


def test_every_refusal_explains_itself_in_three_languages() -> None:
    for room in ("members", "procurement", "impact", "gateway"):
        import_module(f"partage_{room}.app")
    refusals = list(every_refusal())
    assert len({refusal.code() for refusal in refusals}) == len(refusals)
    for refusal in refusals:
        assert set(refusal.titles) == set(LANGUAGES), refusal
        assert len(set(refusal.titles.values())) == len(LANGUAGES), f"{refusal} is not translated"
        assert refusal.__doc__ and refusal.__doc__ != Refusal.__doc__, refusal
        assert 400 <= refusal.status < 600
