"""How concepts of several schemes correspond: read, named together, and used by the directory and its finder."""

import io
from collections.abc import Mapping
from pathlib import Path
from typing import Any

import httpx

from members.concepts import brought_in, published
from members.test_concepts_in_use import BAKES, MINE, MIXES, found, somebody
from partage_members.classifications.catalogue import Scheme, concepts
from partage_members.classifications.esco import read_isco
from partage_members.classifications.layout import ConceptRow, edition_of
from partage_members.classifications.models import EVERY_OFFICE, Kind
from partage_members.classifications.nace import read_nace
from partage_members.settings import MembersSettings
from support.command_line import run_beside
from support.connecting import OPPORTUNITIES, posted
from support.house import House

CLASSIFICATIONS = "/members/v1/classifications"
GROUPS = "conceptType,conceptUri,code,preferredLabel\n" + "".join(
    f"ISCOGroup,http://data.europa.eu/esco/isco/C{code},{code},{{}} {code}\n" for code in ("7", "75", "751", "7512")
)
NACE = "scheme,level,code,parent,label_en,label_fr,label_nl\n" + (
    "NACE,1,C,,Manufacturing,Industrie,Industrie\nNACE,2,10,C,Food,Aliments,Voeding\nNACE,3,10.7,10,Bread,Pain,Brood\n"
)
LAYOUT = (
    "code;label_fr;label_en;alt_fr;exact;close;broad;isco08\n"
    "boul;pétrisseuse;kneader;fournier|mitronne;baker;;isco:7512;7512\n"
    "mix;sondier;sound mixer;;;esco:bbbb-2;;3521\n"
)


async def all_schemes(house: House) -> None:
    """ESCO, ISCO-08, NACE and a scheme in the generic layout."""
    await brought_in(house)
    groups = {
        name: (name, io.StringIO(GROUPS.format(*[label] * 4))) for name, label in (("fr", "groupe"), ("en", "group"))
    }
    await published(house, read_isco("08", groups))
    await published(house, read_nace("2", "nace.csv", io.StringIO(NACE)))
    rows = [
        ConceptRow(code="boul", label_fr="pétrisseuse", alt_fr=["fournier"], exact=["baker"]),
        ConceptRow(code="mix", label_fr="sondier", close=[MIXES]),
    ]
    await published(house, edition_of("crafts", "1", Kind.OCCUPATIONS, "", rows, EVERY_OFFICE))


async def mapped(who: httpx.AsyncClient, path: str, **query: Any) -> list[tuple[str, str]]:
    """What corresponds to a concept, over all pages."""
    told: list[tuple[str, str]] = []
    page: Mapping[str, Any] = {"next": ""}
    while page["next"] is not None:
        cursor = {"cursor": page["next"]} if page["next"] else {}
        answer = await who.get(f"{CLASSIFICATIONS}/{path}/mappings", params={**query, **cursor})
        assert answer.status_code == 200, answer.text
        page = answer.json()
        told += [(item["code"], item["match"]) for item in page["items"]]
    return told


async def test_what_corresponds_is_read_from_both_sides(house: House) -> None:
    await all_schemes(house)
    who = house.client()
    assert await mapped(who, "esco/concepts/aaaa-1") == [("isco:7512", "broad")]
    group = await mapped(who, "isco/concepts/7512", limit=1)
    own = [(code, "narrow") for code, one in concepts(Scheme.OCCUPATIONS).items() if one.isco08 == "7512"]
    assert ("baker", "narrow") in own and group == sorted([*own, (BAKES, "narrow")])
    assert ("crafts:boul", "exact") in await mapped(who, "occupations/concepts/baker")
    assert await mapped(who, "nace-rev2/concepts/10") == [("10", "exact")]
    assert await mapped(who, "nace-rev2/concepts/10.7") == []
    assert (await who.get(f"{CLASSIFICATIONS}/isco/concepts/9999/mappings")).status_code == 404


async def test_codes_of_all_schemes_are_named_at_once_in_the_language_asked_for(house: House) -> None:
    await all_schemes(house)
    codes = ["isco:7512", "baker", BAKES, "nope", "crafts:boul", "62", "isco:1", "baker"]
    answer = await house.client().post(f"{CLASSIFICATIONS}/resolve", json={"codes": codes}, params={"lang": "nl"})
    told = {one["code"]: (one["label"], one["language"]) for one in answer.json()["items"]}
    assert answer.json()["unknown"] == ["nope", "isco:1"]
    assert list(told) == ["isco:7512", "baker", BAKES, "crafts:boul", "62"]
    assert (told[BAKES], told["isco:7512"]) == (("bakker", "nl"), ("groupe 7512", "fr"))
    assert told["crafts:boul"] == ("pétrisseuse", "fr")
    for wrong in ([], ["x"] * 501):
        assert (await house.client().post(f"{CLASSIFICATIONS}/resolve", json={"codes": wrong})).status_code == 422


async def test_the_language_asked_for_comes_first(house: House) -> None:
    rows = [
        ConceptRow(code="a", label_fr="mode", label_en="fashion"),
        ConceptRow(code="b", label_fr="maquette", label_en="mode of scale"),
        ConceptRow(code="c", label_fr="industrie, mode", label_en="x"),
    ]
    await published(house, edition_of("words", "1", Kind.OCCUPATIONS, "", rows, EVERY_OFFICE))
    orders = {"fr": ["a", "c", "b"], "en": ["b", "a", "c"], None: ["a", "b", "c"]}
    for language, wanted in orders.items():
        asked = {"query": "mod"} | ({"lang": language} if language else {})
        page = await house.client().get(f"{CLASSIFICATIONS}/words/concepts", params=asked)
        assert [item["code"] for item in page.json()["items"]] == wanted, language


async def test_who_uses_a_concept_is_found_by_the_code_that_means_the_same(house: House) -> None:
    await all_schemes(house)
    for number, code in ((1, "crafts:boul"), (2, "baker"), (3, "crafts:mix"), (4, "carpenter")):
        await house.as_member(number).post(MINE, json=somebody(code, family_name=code))
    assert sorted(await found(house.as_member(4), trade="baker")) == ["baker", "crafts:boul"]
    assert await found(house.as_member(4), query="fournier") == ["crafts:boul"]
    offered = await posted(house, house.as_member(4), trades=["baker", MIXES, "isco:7512"])
    told = (await house.as_member(4).get(f"{OPPORTUNITIES}/{offered['id']}/complements")).json()["trades"]
    candidates = [[(one["trade"], one["match"]) for one in trade["candidates"]] for trade in told]
    assert candidates == [
        [("baker", "exact"), ("crafts:boul", "exact")],
        [("crafts:mix", "close")],
        [("baker", "close")],
    ]


async def test_the_generic_layout_comes_in_by_command_again_and_again(house: House, tmp_path: Path) -> None:
    assert isinstance(house.settings, MembersSettings)
    where = {"HOME": str(tmp_path), "MEMBERS_DATABASE_URL": house.settings.database()}
    file = tmp_path / "crafts.csv"
    asked = ("import-concepts", str(file), "--version", "1", "--scheme", "crafts", "--kind", "occupations")
    for content, code, told in (
        (LAYOUT, 0, "2 concepts can be looked up as crafts"),
        (LAYOUT, 0, "2 concepts can be looked up as crafts"),
        (LAYOUT.replace("sondier", "sondière"), 2, "already imported"),
        (LAYOUT.replace("3521", "35"), 2, "crafts.csv:2:isco08: it should be the four digits of a unit group"),
        (LAYOUT.replace("isco08", "isco", 1), 2, "crafts.csv: The columns are not the expected ones. unknown: 'isco'"),
        (LAYOUT.encode("utf-16"), 2, "crafts.csv: The file cannot be read. the file is UTF-16: save it as UTF-8."),
        (LAYOUT.encode() + b"\xe9", 2, "byte 0xe9 near line 4 is not UTF-8"),
        (LAYOUT + 'x;"y', 2, "crafts.csv: The file cannot be read."),
        (b"PK\x03\x04" + LAYOUT.encode(), 2, "the file is a zip archive or a workbook"),
        (LAYOUT.splitlines()[0], 2, "the file has no row"),
    ):
        file.write_bytes(content if isinstance(content, bytes) else content.encode())
        done = await run_beside("members", *asked, **where)
        assert (done.returncode, told in done.stdout + done.stderr) == (code, True), done.stdout + done.stderr
    assert ("isco:7512", "broad") in await mapped(house.client(), "crafts/concepts/boul")
