"""The region of a place follows from its municipality or postal code, wherever members are counted or filtered."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from members.conftest import quiet_house
from members.counting import rows_of, snapshot
from members.given import announced, profile
from members.leaks.knocking import Told, knock
from partage_kit.auth import Role
from partage_members.places.gazetteer import places, regions
from partage_members.places.known import Known, Written
from partage_members.profiles.fields import ProfileField
from support.connecting import OPPORTUNITIES, posted
from support.databases import Databases
from support.house import BRUSSELS, House, member_number
from support.intake import imported

PROFILES, MINE, DIRECTORY = "/members/v1/profiles", "/members/v1/profiles/mine", "/members/v1/directory"
SHIPPED = Known()
TOWNS: Mapping[str, tuple[str, ...]] = {
    "BE100": ("Bruxelles", "Ixelles", "Anderlecht", "Watermael-Boitsfort"),
    "BE211": ("Antwerpen", "Brecht", "Boom"),
    "BE212": ("Mechelen", "Lier", "Puurs-Sint-Amands"),
    "BE213": ("Turnhout", "Geel", "Mol"),
    "BE223": ("Bilzen-Hoeselt", "Tongeren-Borgloon", "Maasmechelen", "Lanaken"),
    "BE224": ("Hasselt", "Genk", "Sint-Truiden", "Tessenderlo-Ham"),
    "BE225": ("Maaseik", "Bree", "Pelt", "Oudsbergen"),
    "BE231": ("Aalst", "Ninove", "Geraardsbergen", "Zottegem"),
    "BE232": ("Dendermonde", "Wetteren", "Zele"),
    "BE233": ("Eeklo", "Maldegem", "Assenede"),
    "BE234": ("Gent", "Deinze", "Aalter", "Merelbeke-Melle", "Lochristi", "Nazareth-De Pinte"),
    "BE235": ("Oudenaarde", "Ronse", "Kruisem"),
    "BE236": ("Sint-Niklaas", "Lokeren", "Beveren-Kruibeke-Zwijndrecht", "Temse"),
    "BE241": ("Halle", "Vilvoorde", "Asse", "Pajottegem"),
    "BE242": ("Leuven", "Aarschot", "Tienen", "Diest"),
    "BE251": ("Brugge", "Knokke-Heist", "Torhout"),
    "BE252": ("Diksmuide", "Houthulst", "Koekelare"),
    "BE253": ("Ieper", "Poperinge", "Wervik"),
    "BE254": ("Kortrijk", "Waregem", "Menen"),
    "BE255": ("Oostende", "Gistel", "Middelkerke"),
    "BE256": ("Roeselare", "Izegem", "Ingelmunster"),
    "BE257": ("Tielt", "Wingene", "Pittem"),
    "BE258": ("Veurne", "De Panne", "Nieuwpoort"),
    "BE310": ("Nivelles", "Wavre", "Ottignies-Louvain-la-Neuve", "Braine-l'Alleud"),
    "BE323": ("Mons", "Quaregnon", "Frameries"),
    "BE328": ("Tournai", "Mouscron", "Comines-Warneton", "Péruwelz"),
    "BE329": ("La Louvière", "Binche", "Morlanwelz"),
    "BE32A": ("Ath", "Lessines", "Enghien", "Silly"),
    "BE32B": ("Charleroi", "Châtelet", "Fleurus"),
    "BE32C": ("Soignies", "Braine-le-Comte", "Manage", "Seneffe"),
    "BE32D": ("Thuin", "Chimay", "Beaumont"),
    "BE331": ("Huy", "Wanze", "Marchin"),
    "BE332": ("Liège", "Seraing", "Herstal", "Flémalle"),
    "BE334": ("Waremme", "Hannut", "Oreye"),
    "BE335": ("Verviers", "Spa", "Malmedy", "Herve"),
    "BE336": ("Eupen", "Sankt Vith", "Kelmis", "Bütgenbach"),
    "BE341": ("Arlon", "Aubange", "Messancy"),
    "BE342": ("Bastogne", "Houffalize", "Vielsalm"),
    "BE343": ("Marche-en-Famenne", "Durbuy", "Hotton"),
    "BE344": ("Neufchâteau", "Libramont-Chevigny", "Bouillon"),
    "BE345": ("Virton", "Florenville", "Habay"),
    "BE351": ("Dinant", "Ciney", "Rochefort"),
    "BE352": ("Namur", "Gembloux", "Andenne", "Sambreville"),
    "BE353": ("Philippeville", "Couvin", "Walcourt"),
}
"""Municipalities of each district of Belgium, as they are since 2025."""


def test_every_district_of_belgium_has_its_municipalities() -> None:
    found = {nuts: {SHIPPED.nuts(Written("BE", None, town)) for town in towns} for nuts, towns in TOWNS.items()}
    assert found == {nuts: {nuts} for nuts in TOWNS}
    assert set(TOWNS) == {code for code in regions() if code.startswith("BE") and len(code) == 5}
    assert {place.nuts for place in places() if place.country == "BE"} == set(TOWNS)


@pytest.mark.parametrize(
    ("nuts", "municipality", "postal_code", "region"),
    [
        *((None, village, code, "BE236") for village, code in (("Kruibeke", "9150"), ("Moerbeke", "9180"))),
        *((None, None, code, nuts) for code, nuts in (("2070", "BE236"), ("3720", "BE224"), ("3840", "BE223"))),
        *((None, None, code, nuts) for code, nuts in (("4700", "BE336"), ("4960", "BE335"), ("7700", "BE328"))),
        *((nuts, "Hasselt", None, "BE224") for nuts in ("BE2", "BE22", "BE224", "BE221")),
        *((None, "Saint-Nicolas", code, nuts) for code, nuts in (("4420", "BE332"), ("9100", "BE236"), (None, None))),
        ("BE100", "Hasselt", None, "BE100"),
        (None, "Halle", "2980", "BE2"),
        (None, "Liège", "9000", None),
        (None, None, None, None),
        ("BE3", None, None, "BE3"),
    ],
)
def test_a_region_is_as_exact_as_what_was_written_allows(
    nuts: str | None, municipality: str | None, postal_code: str | None, region: str | None
) -> None:
    assert SHIPPED.nuts(Written("BE", nuts, municipality, postal_code)) == region


def test_a_country_that_is_one_region_is_known_by_its_towns() -> None:
    assert SHIPPED.nuts(Written("LU", None, "Esch-sur-Alzette")) == "LU000"
    assert SHIPPED.nuts(Written("FR", None, "Lille")) is None


async def counts(house: House, reader: Any, **query: object) -> dict[str, int]:
    """How many members the directory counts in each region."""
    answer = await reader.get(DIRECTORY, params={"office": BRUSSELS, "facets": "territory", **query})
    assert answer.status_code == 200, answer.text
    return {one["code"]: one["count"] for one in answer.json()["facets"]["territory"]}


async def test_who_writes_a_municipality_alone_is_in_its_region_everywhere(house: House) -> None:
    me, staff = house.as_member(1), house.as_role(Role.STAFF)
    written = {"country": "BE", "nuts": None, "municipality": "Luik", "postal_code": None}
    await profile(house, 1, territory=written, workplaces=[{"country": "BE", "postal_code": "9000"}])
    mine = (await me.get(MINE)).json()
    assert (mine["territory"], mine["region"]) == (written, "BE332")
    (line,) = (await staff.get(PROFILES)).json()["items"]
    record = (await staff.get(f"{PROFILES}/{line['id']}")).json()
    assert [(one["territory"], one["region"]) for one in (line, record)] == [(written, "BE332")] * 2
    (fact,) = await announced(house, "profile.registered")
    assert fact["data"]["place"] == {"country": "BE", "nuts": "BE332", "postal_code": None}
    expected = dict.fromkeys(("BE", "BE3", "BE33", "BE332", "BE2", "BE23", "BE234"), 1)
    assert await counts(house, me) == expected
    for nuts, is_in in {"BE33": 1, "BE332": 1, "BE234": 1, "BE21": 0}.items():
        answer = await me.get(DIRECTORY, params={"office": BRUSSELS, "territory": nuts})
        assert len(answer.json()["items"]) == is_in, nuts
    (seen,) = (await me.get(DIRECTORY, params={"office": BRUSSELS, "query": "arrondissement luik"})).json()["items"]
    assert [one["region"] for one in (seen["territory"], *seen["workplaces"])] == ["BE332", "BE234"]
    for nuts, is_in in {"BE": 1, "BE33": 1, "BE332": 1, "BE234": 0}.items():
        assert len((await staff.get(PROFILES, params={"nuts": nuts})).json()["items"]) == is_in, nuts
    tag = (await me.get(MINE)).headers["etag"]
    moved = {"territory": {"country": "BE", "postal_code": "1050"}, "workplaces": []}
    changed = await me.patch(MINE, json=moved, headers={"If-Match": tag})
    assert (changed.status_code, changed.json()["region"]) == (200, "BE100")
    assert await counts(house, me) == dict.fromkeys(("BE", "BE1", "BE10", "BE100"), 1)
    assert len((await staff.get(PROFILES, params={"nuts": "BE1"})).json()["items"]) == 1
    assert (await staff.get(PROFILES, params={"nuts": "BE3"})).json()["items"] == []


async def test_members_of_a_file_are_counted_by_the_regions_of_their_municipalities(
    fresh_databases: Databases, home: Path
) -> None:
    towns = [("Gent", "")] * 40 + [("", "4000")] * 35 + [("Mol", "")] * 7 + [("Namur", "")] * 3
    rows = [f"{n};Ada;Un;BE;{town};{code}\n" for n, (town, code) in enumerate(towns)]
    async with quiet_house(fresh_databases, home) as house:
        staff = house.as_role(Role.STAFF)
        file = "reference;given_name;family_name;country;municipality;postal_code\n" + "".join(rows)
        assert (await imported(house, staff, f"{PROFILES}/imports", file))["state"] == "done"
        assert len((await staff.get(PROFILES, params={"nuts": "BE234"})).json()["items"]) == 40
        await snapshot(house)
        told = await rows_of(house, "territory")
        assert (told["BE23"], told["BE33"], told["all"]) == (40, 35, 85)
        moved = file.replace("BE;Mol;", "BE;Eupen;")
        assert (await imported(house, staff, f"{PROFILES}/imports", moved))["state"] == "done"
        assert len((await staff.get(PROFILES, params={"nuts": "BE336"})).json()["items"]) == 7


@pytest.mark.parametrize("audience", ["nobody", "filiere", "members"])
async def test_a_hidden_municipality_changes_no_region(fresh_databases: Databases, home: Path, audience: str) -> None:
    """Two offices that differ in the municipality that one member hides are told alike."""
    seen: list[list[Told]] = []
    for town, code in (("Ixelles", "1050"), ("Gent", "9000")):
        async with quiet_house(fresh_databases, home) as house:
            public = dict.fromkeys(map(str, ProfileField), "public")
            for number, where in enumerate(("Gent", "Liège", "Ixelles"), 1):
                await profile(house, number, territory={"country": "BE", "municipality": where}, audiences=public)
            place = {"country": "BE", "municipality": town, "postal_code": code}
            hidden = public | {"territory": audience, "workplaces": audience}
            await profile(house, 4, territory=place, workplaces=[place], audiences=hidden)
            paths = [f"{DIRECTORY}?office={BRUSSELS}&facets=territory&territory={nuts}" for nuts in ("BE2", "BE100")]
            paths += [f"{DIRECTORY}?office={BRUSSELS}&facets=territory", f"{DIRECTORY}?office={BRUSSELS}&query=brussel"]
            paths += [f"{DIRECTORY}/completions?office={BRUSSELS}&query=arr"]
            readers = [house.client(), *([] if audience == "members" else [house.as_member(1)])]
            seen.append([await knock(house, who, "GET", path) for who in readers for path in paths])
    assert all(answer.status == 200 for answer in seen[0])
    assert seen[0] == seen[1]


async def test_who_hides_her_territory_hides_its_region(house: House) -> None:
    await profile(house, 1, territory={"country": "BE", "municipality": "Luik"}, audiences={"territory": "nobody"})
    await profile(house, 2)
    me = house.as_member(1)
    assert (await me.get(MINE)).json()["region"] == "BE332"
    address = f"{DIRECTORY}/members/{member_number(1)}"
    for answer in (await house.as_member(2).get(address), await me.get(f"{MINE}/as/members")):
        assert (answer.status_code, answer.json()["territory"]) == (200, None)
        assert "BE33" not in answer.text


async def test_opportunities_are_in_the_region_of_their_municipality(house: House) -> None:
    await profile(house, 1)
    who = house.as_member(1)
    places: dict[str, dict[str, str] | None] = {
        "luik": {"country": "BE", "municipality": "Luik"},
        "gent": {"country": "BE", "postal_code": "9000"},
        "belgium": {"country": "BE"},
        "france": {"country": "FR"},
        "anywhere": None,
    }
    ids = {name: (await posted(house, who, place=place))["id"] for name, place in places.items()}

    async def listed(nuts: str) -> set[str]:
        items = (await who.get(OPPORTUNITIES, params={"nuts": nuts})).json()["items"]
        return {name for name, one in ids.items() if one in {item["id"] for item in items}}

    assert await listed("BE332") == {"luik", "belgium", "anywhere"}
    assert await listed("BE23") == {"gent", "belgium", "anywhere"}
    assert await listed("FR1") == {"france", "anywhere"}
    one = await who.get(f"{OPPORTUNITIES}/{ids['luik']}")
    assert (one.json()["place"]["region"], one.json()["place"]["nuts"]) == ("BE332", None)
    change = {"place": {"country": "BE", "municipality": "Namur"}}
    changed = await who.patch(f"{OPPORTUNITIES}/{ids['luik']}", json=change, headers={"If-Match": one.headers["etag"]})
    assert (changed.status_code, changed.json()["place"]["region"]) == (200, "BE352")
    assert await listed("BE332") == {"belgium", "anywhere"} and "luik" in await listed("BE35")
