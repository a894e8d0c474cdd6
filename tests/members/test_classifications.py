"""Trades and sectors, looked up by anybody who fills in a form."""

import pytest

from support.house import House

CONCEPTS = "/members/v1/classifications/{}/concepts"


@pytest.mark.parametrize(("scheme", "at_least"), [("occupations", 201), ("nace", 100)])
async def test_pages_visit_every_concept_once(house: House, scheme: str, at_least: int) -> None:
    seen: list[str] = []
    url = f"{CONCEPTS.format(scheme)}?limit=40"
    while url:
        page = await house.client().get(url)
        seen += [item["code"] for item in page.json()["items"]]
        url = page.links["next"]["url"] if page.json()["next"] else ""
    assert len(seen) == len(set(seen)) >= at_least


async def test_the_best_match_comes_first_over_pages_too(house: House) -> None:
    async def found(**more: str | int) -> tuple[list[str], str | None]:
        answer = await house.client().get(CONCEPTS.format("occupations"), params={"query": "photographer", **more})
        page = answer.json()
        return [item["code"] for item in page["items"]], page["next"]

    codes, _ = await found()
    assert codes[0] == "photographer" and len(codes) > 1
    first, following = await found(limit=1)
    assert first == codes[:1] and following is not None
    assert (await found(limit=1, cursor=following))[0] == codes[1:2]


async def test_a_cursor_of_another_search_is_refused(house: House) -> None:
    for cursor in ("nonsense", "baker"):
        query = {"query": "photographer", "cursor": cursor}
        refused = await house.client().get(CONCEPTS.format("occupations"), params=query)
        assert (refused.status_code, refused.json()["errors"][0]["pointer"]) == (422, "/query/cursor")
