"""Charts of analytics: specifications that anybody can draw and everybody can read, and pictures of them."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from members.conftest import quiet_house
from members.counting import ask, members, people, rows_of, snapshot
from partage_members.analytics.locales import told
from support.databases import Databases
from support.house import House

MOST_BYTES = 300_000
WRITTEN = {
    "fr": ("1\u00a0000", ["octobre 2026", "oct. 2026", "T4 2026", "1 août 2026"]),
    "nl": ("1.000", ["oktober 2026", "okt 2026", "K4 2026", "1 augustus 2026"]),
    "en": ("1,000", ["October 2026", "Oct 2026", "Q4 2026", "1 August 2026"]),
}
"""How readers of each language write a thousand and some periods."""


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


async def test_numbers_and_periods_are_written_as_in_each_language(fresh_databases: Databases, home: Path) -> None:
    async with quiet_house(fresh_databases, home) as house:
        await members(house, people({"baker": 1_500, "photographer": 1_100}))
        await snapshot(house)
        period = (await ask(house, "/tables/trade")).json()["snapshot"]["period"]
        for lang, (thousand, _) in WRITTEN.items():
            spec = (await ask(house, "/tables/trade/chart", lang=lang)).json()
            assert told(period, lang) in spec["title"]["subtitle"]
            drawing = (await ask(house, "/tables/trade/picture", lang=lang)).text
            assert [one for one, _ in WRITTEN.values() if f">{one}<" in drawing] == [thousand]
            series = await ask(house, "/tables/members/series/picture", lang=lang, every="snapshot")
            assert f">{told(period, lang, briefly=True)}<" in series.text


def test_periods_are_told_in_words() -> None:
    for lang, (_, periods) in WRITTEN.items():
        asked = [told("2026-10", lang), told("2026-10", lang, briefly=True), told("2026-Q4", lang)]
        assert [*asked, told("2026-08-01", lang)] == periods


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
