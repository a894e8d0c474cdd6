"""Places of other countries: files of GeoNames and NUTS, published whole or not at all, beside the shipped ones."""

from pathlib import Path
from typing import Any

import httpx

from members.test_places import looked_up
from partage_kit.auth import Role
from partage_members.settings import MembersSettings
from support.command_line import run_beside
from support.house import BRUSSELS, House
from support.intake import imported, reported, sent, until_idle

TABBED = "text/tab-separated-values"
CODES, NAMES, REGIONS = (f"/members/v1/places/{what}/imports" for what in ("postal-codes", "names", "regions"))
FRENCH = (
    ("FR", "59140", "Dunkerque", "Hauts-de-France", "32", "Nord", "59", "", "", "51.0344", "2.3768", "5"),
    ("FR", "59240", "Dunkerque", "Hauts-de-France", "32", "Nord", "59", "", "", "51.0444", "2.3968", "5"),
    ("FR", "93200", "Saint-Denis", "Île-de-France", "11", "Seine-Saint-Denis", "93", "", "", "48.9356", "2.3539", "5"),
    ("FR", "30500", "Saint-Denis", "Occitanie", "76", "Gard", "30", "", "", "44.2394", "4.2489", "5"),
    ("FR", "59190", "Hazebrouck", "Hauts-de-France", "32", "Nord", "59", "", "", "50.7225", "2.5386", "5"),
    ("FR", "59470", "Dunkerque", "Hauts-de-France", "32", "Nord", "62", "", "", "50.9344", "2.3068", "5"),
    ("FR", "68000", "Colmar-sous-Vignes", "Grand Est", "44", "Haut-Rhin", "68", "", "", "48.0778", "7.3558", "5"),
)
ALTERNATE = (
    ("1", "7", "", "Colmar-sous-Vignes", "", "", "", "", "", ""),
    ("2", "7", "post", "68000", "", "", "", "", "", ""),
    ("3", "7", "nl", "Kolmar aan de Wijn", "1", "", "", "", "", ""),
    ("4", "7", "de", "Columbaria", "", "", "", "1", "", ""),
    ("5", "7", "link", "https://encyclopaedia.example/colmar", "", "", "", "", "", ""),
    ("6", "8", "fr", "Colmar-sous-Vignes", "", "", "", "", "", ""),
    ("7", "8", "post", "99999", "", "", "", "", "", ""),
    ("8", "8", "nl", "Naamgenoot", "", "", "", "", "", ""),
)
NUTS = (
    "nuts;label;level;country;label_nl\n"
    "FRE;Hauts-de-France;1;FR;\nFRE1;Nord-Pas de Calais;2;FR;\nFRE11;Nord;3;FR;Noorderdepartement\n"
)


def lines(rows: Any) -> str:
    """Rows in the layout of GeoNames."""
    return "".join("\t".join(row) + "\n" for row in rows)


def operator(house: House) -> httpx.AsyncClient:
    """Who runs the house."""
    return house.as_role(Role.PLATFORM_ADMIN, office=BRUSSELS)


async def brought(house: House, path: str, content: str, version: str = "1", **more: str) -> dict[str, Any]:
    """The job of a file of France, or of regions, at its end."""
    is_regions = path == REGIONS
    query = {"version": version, **({} if is_regions else {"country": "FR"}), **more}
    return await imported(house, operator(house), path, content, "text/csv" if is_regions else TABBED, **query)


async def test_imported_places_are_found_beside_the_shipped_ones(house: House) -> None:
    visitor = house.client()
    assert await looked_up(visitor, query="colmar-sous") == [] and await looked_up(visitor, postal_code="59190") == []
    job = await brought(house, CODES, lines(FRENCH))
    assert (job["state"], job["problem"], job["result"]["places"]) == ("done", None, 6)
    assert await looked_up(visitor, query="COLMAR sous vig") == ["Colmar-sous-Vignes"]
    assert await looked_up(visitor, query="vignes", country="FR") == ["Colmar-sous-Vignes"]
    assert await looked_up(visitor, query="vignes", country="BE") == []
    assert await looked_up(visitor, postal_code="59190") == ["Hazebrouck"]
    assert await looked_up(visitor, query="gent", country="BE") == ["Gent"]
    twice = (await visitor.get("/members/v1/places", params={"query": "dunk", "country": "FR"})).json()["items"]
    told = [(one["labels"]["nl"], one["postal_codes"]) for one in twice]
    assert told == [("Duinkerke", ["59140", "59240"]), ("Dunkerque", ["59470"])], "a namesake is a place of its own"
    same = (await visitor.get("/members/v1/places", params={"query": "saint denis", "country": "FR"})).json()["items"]
    assert sorted(one["postal_codes"] for one in same if one["names"][0]["name"] == "Saint-Denis") == [
        ["30500"],
        ["93200"],
    ]


async def test_names_are_linked_by_postal_code_whichever_file_comes_first(house: House) -> None:
    visitor = house.client()
    assert (await brought(house, NAMES, lines(ALTERNATE)))["result"]["names"] == 0
    assert (await brought(house, CODES, lines(FRENCH)))["result"]["names"] == 2
    assert await looked_up(visitor, query="kolmar aan") == ["Colmar-sous-Vignes"]
    assert await looked_up(visitor, query="naamgenoot") == [] and await looked_up(visitor, query="columbaria") == []
    (one,) = (await visitor.get("/members/v1/places", params={"query": "colmar-sous"})).json()["items"]
    assert one["labels"] == {"fr": "Colmar-sous-Vignes", "nl": "Kolmar aan de Wijn", "en": "Colmar-sous-Vignes"}
    later = tuple(row for row in ALTERNATE if row[0] != "3")
    await brought(house, NAMES, lines(later), version="2")
    assert await looked_up(visitor, query="kolmar aan") == []


async def test_regions_are_imported_with_their_labels(house: House) -> None:
    assert (await brought(house, REGIONS, NUTS, attribution="Eurostat"))["result"]["regions"] == 3
    found = await house.client().get("/members/v1/places/regions", params={"query": "noorder", "lang": "nl"})
    assert found.json()["items"] == [{"nuts": "FRE11", "labels": {"nl": "Noorderdepartement"}}]
    both = await house.client().get("/members/v1/places/regions", params={"limit": 200})
    assert [one["nuts"] for one in both.json()["items"]][-7:] == ["FRE1", "FRE11", "LU", "LU0", "LU00", "LU000", "NL"]
    (edition,) = (await house.client().get("/members/v1/places/editions")).json()["items"]
    assert (edition["extent"], edition["version"], edition["attribution"]) == ("*", "1", "Eurostat")


async def test_the_same_file_again_changes_nothing_another_needs_a_version_of_its_own(house: House) -> None:
    visitor, path = house.client(), "/members/v1/places/editions"
    await brought(house, CODES, lines(FRENCH))
    before = (await visitor.get(path)).json()
    again = await brought(house, CODES, lines(FRENCH))
    assert (again["state"], again["result"]["places"]) == ("done", 0) and (await visitor.get(path)).json() == before
    other = await brought(house, CODES, lines(FRENCH[:3]))
    assert (other["state"], other["problem"]["type"]) == ("failed", "/problems/edition-known")
    assert await looked_up(visitor, postal_code="59190") == ["Hazebrouck"]
    assert (await brought(house, CODES, lines(FRENCH[:3]), version="2"))["result"]["places"] == 2
    assert await looked_up(visitor, postal_code="59190") == []
    assert [one["version"] for one in (await visitor.get(path)).json()["items"]] == ["2"]


async def test_what_is_wrong_is_told_by_row_and_column_and_nothing_is_published(house: House) -> None:
    good = FRENCH[0]
    rows = (good, ("DE", *good[1:]), (*good[:2], "–", *good[3:]), (*good[:9], "91", *good[10:]), (*good[:10], "", "5"))
    job = await brought(house, CODES, lines(rows))
    assert (job["state"], job["result"]["wrong"]) == ("failed", 4)
    found = [(row, column) for row, column, _ in await reported(operator(house), job)]
    assert found == [(2, "country_code"), (3, "place_name"), (4, "latitude"), (5, "longitude")]
    wrong = "nuts,label,level,country\nFRE1,Nord,1,FR\nDE1,Nord,1,FR\nFRE,Nord,1,FR\nFRE,Nord,1,FR\n"
    regions = await brought(house, REGIONS, wrong)
    places = [(row, column) for row, column, _ in await reported(operator(house), regions)]
    assert places == [(1, "level"), (2, "nuts"), (4, None)]
    assert (await house.client().get("/members/v1/places/editions")).json()["items"] == []


async def test_files_come_in_by_command_too_with_what_is_wrong_line_by_line(house: House, tmp_path: Path) -> None:
    assert isinstance(house.settings, MembersSettings)
    settings = {"HOME": str(tmp_path), "MEMBERS_DATABASE_URL": house.settings.database()}
    good, bad = tmp_path / "FR.txt", tmp_path / "bad.txt"
    good.write_text(lines(FRENCH), "utf-8")
    bad.write_text(lines([*FRENCH[:2], ("DE", *FRENCH[0][1:])]), "utf-8")

    async def command(file: Path, *more: str) -> tuple[int, str]:
        done = await run_beside(
            "members", "import-places", "postal-codes", str(file), "--version", "1", *more, **settings
        )
        return done.returncode, done.stdout + done.stderr

    code, said = await command(bad, "--country", "FR")
    assert code != 0 and "row 3: country_code: this file is of FR" in said and "Traceback" not in said, said
    assert (await command(good))[0] != 0 and await looked_up(house.client(), postal_code="59190") == []
    code, said = await command(good, "--country", "FR")
    assert code == 0 and "6 places" in said, said
    assert await looked_up(house.client(), postal_code="59190") == ["Hazebrouck"]
    code, said = await command(good, "--country", "FR")
    assert code == 0 and "0 places" in said, said


async def test_files_of_another_kind_are_refused(house: House) -> None:
    who, query = operator(house), {"version": "1", "country": "FR"}
    for content, media_type, status in (
        ("FR\t59140\tDunkerque\n", TABBED, 422),
        (lines(FRENCH).encode("latin-1"), TABBED, 422),
        (b"PK\x03\x04" + bytes(40), TABBED, 415),
        ("", TABBED, 422),
        (lines(FRENCH), "text/csv", 415),
    ):
        answer = await sent(who, CODES, content, media_type, **query)
        assert answer.status_code == status, (content[:9], answer.text)
    assert (await sent(who, CODES, lines(FRENCH), TABBED, version="1")).status_code == 422
    assert (await sent(house.as_role(Role.STAFF), CODES, lines(FRENCH), TABBED, **query)).status_code == 403


async def test_members_are_found_by_imported_places_and_by_how_near_they_are(house: House) -> None:
    me = {
        "given_name": "Ana",
        "family_name": "Silva",
        "territory": {"country": "FR", "nuts": "FRE11", "municipality": "Colmar sous Vignes", "postal_code": "68000"},
        "workplaces": [{"country": "FR", "municipality": "Saint-Denis", "postal_code": "30500"}],
        "audiences": {"territory": "public", "workplaces": "public", "name": "public"},
    }
    assert (await house.as_member(1).post("/members/v1/profiles/mine", json=me)).status_code == 201

    async def found(**query: str) -> int:
        answer = await house.client().get("/members/v1/directory", params={"office": BRUSSELS, **query})
        return len(answer.json()["items"])

    near_colmar, near_gard = "48.08,7.36", "44.24,4.25"
    assert await found(query="wijn") == 0 and await found(near=near_colmar) == 0 and await found(near=near_gard) == 0
    for path, content in ((CODES, lines(FRENCH)), (NAMES, lines(ALTERNATE)), (REGIONS, NUTS)):
        assert (await brought(house, path, content))["state"] == "done"
    await until_idle(house)
    await house.do_what_is_due()
    assert await found(query="kolmar wijn") == 1 and await found(query="noorderdepartement") == 1
    assert await found(near=near_colmar) == 1 and await found(near=near_gard) == 1
