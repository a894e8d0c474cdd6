"""`?lang=`: each text in the language asked for, or in the best there is; all else as it was."""

from typing import Any

import pytest
from fastapi import APIRouter

from partage_kit.auth import Anyone
from partage_kit.http.one_language import in_one_language
from partage_kit.http.routes import Router
from partage_kit.settings import ServiceSettings
from support import notes
from support.house import House, running

SIGNS: dict[str, Any] = {
    "welcome": {"fr": "Bienvenue", "nl": "Welkom", "en": "Welcome"},
    "only_dutch": {"nl": "Alleen hier"},
    "shelves": [{"label": {"fr": "Étagère", "en": "Shelf"}, "count": 3}],
    "readers_by_language": {"fr": 10, "nl": 20},
    "nothing": {},
}


def signs() -> APIRouter:
    """A route that answers texts in several languages."""
    router = Router()

    @router.get("/signs")
    async def read_signs(_caller: Anyone) -> dict[str, Any]:
        """The signs."""
        return SIGNS

    return router


@pytest.mark.parametrize(
    ("query", "accepted", "label", "only_dutch"),
    [
        ("?lang=en", "fr", {"en": "Shelf"}, {"nl": "Alleen hier"}),
        ("?lang=nl", "en", {"en": "Shelf"}, {"nl": "Alleen hier"}),
        ("?lang=nl", "", {"fr": "Étagère"}, {"nl": "Alleen hier"}),
        ("", "nl", SIGNS["shelves"][0]["label"], SIGNS["only_dutch"]),
    ],
)
async def test_texts_come_in_the_language_asked_for(
    house: House, query: str, accepted: str, label: dict[str, str], only_dutch: dict[str, str]
) -> None:
    assert isinstance(house.settings, ServiceSettings)
    async with running(notes.create_app(house.settings, signs()), house.settings) as second:
        answer = await second.as_member(1).get(f"/kit/v1/signs{query}", headers={"Accept-Language": accepted})
    seen = answer.json()
    assert seen["shelves"] == [{"label": label, "count": 3}]
    assert seen["only_dutch"] == only_dutch
    assert (seen["readers_by_language"], seen["nothing"]) == ({"fr": 10, "nl": 20}, {})
    assert int(answer.headers["content-length"]) == len(answer.content)


async def test_another_language_is_refused_and_writes_know_no_language(house: House) -> None:
    me = house.as_member(1)
    refused = await me.get("/kit/v1/notes?lang=de")
    assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/query/lang")
    assert (await me.post("/kit/v1/notes?lang=fr", json={"title": "x"})).status_code == 422


def test_what_only_looks_like_translations_stays() -> None:
    texts = [{"fr": "a", "label": "b"}, {"de": "c"}, "fr", 3, None, {"fr": None}]
    assert in_one_language(texts, ("fr",)) == texts
