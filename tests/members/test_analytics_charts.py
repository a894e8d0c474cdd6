"""Charts of analytics: specifications that anybody can draw and everybody can read, and pictures of them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from members.conftest import quiet_house
from members.counting import ask, members, people, rows_of, snapshot
from support.databases import Databases
from support.house import House

MOST_BYTES = 300_000


@pytest.fixture
async def house(fresh_databases: Databases, home: Path) -> AsyncIterator[House]:
    """An office with a snapshot."""
    async with quiet_house(fresh_databases, home) as house:
        await members(house, people({"photographer": 40, "baker": 60}))
        await members(house, people({"photographer": 33, "baker": 31}, 200, stage="established", nuts="BE332"))
        await snapshot(house)
        yield house


async def test_a_chart_says_what_it_shows_in_three_languages(house: House) -> None:
    said = set()
    for lang, title, hidden in (
        ("fr", "Membres par métier et stade", "masquées"),
        ("nl", "Leden per beroep en fase", "verborgen"),
        ("en", "Members by trade and stage", "hidden"),
    ):
        spec = (await ask(house, "/tables/trade_by_stage/chart", lang=lang)).json()
        assert spec["$schema"].startswith("https://vega.github.io/schema/vega-lite/")
        assert spec["title"]["text"] == title
        assert hidden in spec["title"]["subtitle"]
        assert title in spec["description"]
        assert "brussels" in spec["description"]
        said.add(spec["description"])
    assert len(said) == 3


async def test_hidden_cells_are_drawn_as_hidden(house: House) -> None:
    spec = (await ask(house, "/tables/trade/chart", lang="en")).json()
    counts = await rows_of(house, "trade")
    bars = {value["row"]: value["count"] for value in spec["layer"][0]["data"]["values"]}
    assert bars["Drivers and mobile plant operators"] is None
    assert bars["Other groups together"] == counts["other"]
    assert bars["Handicraft and printing workers"] == counts["73"]
    marked = {value["row"] for value in spec["layer"][1]["data"]["values"]}
    assert marked == {row for row, count in bars.items() if count is None}
    assert f" {len(marked)} " in spec["title"]["subtitle"], "what is drawn, not the whole table"


async def test_pictures_are_svg_or_png_and_sent_once(house: House) -> None:
    for path in ("/tables/trade/picture", "/tables/trade_by_stage/picture", "/tables/members/series/picture"):
        drawing = await ask(house, path, "public", lang="nl", **({"every": "snapshot"} if "series" in path else {}))
        assert drawing.headers["content-type"] == "image/svg+xml"
        assert "<title>Leden" in drawing.text
        assert len(drawing.content) < MOST_BYTES
    again = await house.client().get(drawing.url, headers={"If-None-Match": f'"other", {drawing.headers["etag"]}'})
    assert (again.status_code, again.content) == (304, b"")
    picture = await ask(house, "/tables/trade_by_stage/picture", type="png")
    assert (picture.headers["content-type"], picture.content[:8]) == ("image/png", b"\x89PNG\r\n\x1a\n")
    assert len(picture.content) < MOST_BYTES
    assert (await ask(house, "/tables/trade/picture", type="gif")).status_code == 422
    assert (await ask(house, "/tables/trade/picture", period="1999-12")).status_code == 404
