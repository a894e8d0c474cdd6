"""SCIM 2.0 through its door: users, groups, filters; never more than members are shown."""

from typing import Any

import httpx
import pytest
from scim2_models import Context, Group, ListResponse, ResourceType, Schema, ServiceProviderConfig, User

from members.audiences import OWNER, companions, owner
from members.given import profile
from partage_kit.auth import Role
from support.house import GHENT, House, member_number

SCIM = "/members/v1/scim/v2"
SHOWN = {"email": "members", "phone": "filiere"}


def connector(house: House) -> httpx.AsyncClient:
    """Another tool."""
    return house.as_role(Role.INTEGRATOR)


async def read(house: House, path: str, **query: object) -> dict[str, Any]:
    """What SCIM answers."""
    answer = await connector(house).get(f"{SCIM}{path}", params=query)  # type: ignore[arg-type]
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"] == "application/scim+json"
    body: dict[str, Any] = answer.json()
    return body


async def found(house: House, filter: str) -> list[str]:
    """The family names of the users that a filter finds."""
    page = await read(house, "/Users", filter=filter)
    assert page["totalResults"] == len(page["Resources"])
    return [user["name"]["familyName"] for user in page["Resources"]]


async def test_members_are_users_with_what_members_see(house: House) -> None:
    await owner(house, SHOWN)
    filiere = await companions(house)
    user = await read(house, f"/Users/{member_number(OWNER)}")
    User.model_validate(user, scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    assert user["userName"] == user["id"] == str(member_number(OWNER))
    assert user["emails"] == [{"value": "elodie@example.org", "type": "work", "primary": True}]
    assert "phoneNumbers" not in user
    assert [group["value"] for group in user["groups"]] == [str(filiere)]
    assert "lastModified" not in user["meta"]


@pytest.mark.parametrize(("reader", "name"), [("fr", "Ixelles"), ("nl-BE,fr;q=0.5", "Elsene"), ("de", "Ixelles")])
async def test_places_are_named_for_readers_of_each_language(house: House, reader: str, name: str) -> None:
    place = {"country": "BE", "nuts": "BE100", "municipality": "Elsene", "postal_code": "1050"}
    at_work = [{"label": "Atelier", "country": "BE", "municipality": "Luik"}]
    await profile(house, 1, territory=place, workplaces=at_work)
    client = connector(house)
    client.headers["accept-language"] = reader
    answer = await client.get(f"{SCIM}/Users/{member_number(1)}")
    User.model_validate(answer.json(), scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    liege = "Luik" if reader.startswith("nl") else "Liège"
    assert answer.json()["addresses"] == [
        {"locality": name, "region": "BE100", "postalCode": "1050", "country": "BE", "type": "work", "primary": True},
        {"locality": liege, "region": "BE332", "country": "BE", "type": "work"},
    ]
    for filter, found in ((f'addresses.locality eq "{name}"', 1), ('addresses[country eq "FR"]', 0)):
        listed = await client.get(f"{SCIM}/Users", params={"filter": filter})
        assert (listed.status_code, listed.json()["totalResults"]) == (200, found), listed.text


async def test_a_hidden_place_is_no_address(house: House) -> None:
    place = {"country": "BE", "municipality": "Gent", "postal_code": "9000"}
    await profile(house, 1, territory=place, audiences={"territory": "filiere"})
    assert "addresses" not in await read(house, f"/Users/{member_number(1)}")
    assert await found(house, 'addresses.locality eq "Gent"') == []


async def test_who_hides_from_members_is_no_user(house: House) -> None:
    await owner(house, {"name": "filiere"})
    await companions(house)
    assert (await connector(house).get(f"{SCIM}/Users/{member_number(OWNER)}")).status_code == 404
    assert await found(house, f'id eq "{member_number(OWNER)}"') == []
    assert (await read(house, "/Users"))["totalResults"] == 1


async def test_another_office_has_other_users(house: House) -> None:
    await profile(house, 1, office=GHENT)
    assert (await read(house, "/Users"))["Resources"] == []
    assert (await connector(house).get(f"{SCIM}/Users/{member_number(1)}")).status_code == 404


FILTERS = {
    'name.familyName eq "VANDERMOLENVERT"': ["Vandermolenvert"],
    'name.familyName eq "Vander"': [],
    'name.familyName sw "vander" and emails pr': ["Vandermolenvert"],
    'emails co "@example.org"': ["Vandermolenvert"],
    'emails[type eq "work"].value eq "elodie@example.org"': ["Vandermolenvert"],
    "not (emails pr)": ["Ek"],
    'displayName eq "Jo Ek" or title eq "Graphiste"': ["Ek", "Vandermolenvert"],
    f'userName eq "{member_number(OWNER)}"': ["Vandermolenvert"],
    'userName eq "not-an-id"': [],
    'phoneNumbers co "470"': [],
    'active eq true and name.givenName ne "Jo"': ["Vandermolenvert"],
}


@pytest.mark.parametrize(("filter", "names"), FILTERS.items(), ids=range(len(FILTERS)))
async def test_filters_of_rfc_7644(house: House, filter: str, names: list[str]) -> None:
    await owner(house, SHOWN)
    await companions(house)
    assert sorted(await found(house, filter)) == names


async def test_a_filter_does_not_find_what_is_hidden(house: House) -> None:
    await owner(house, {"email": "nobody", "headline": "filiere"})
    for filter in ('emails.value eq "elodie@example.org"', 'title eq "Graphiste"', "emails pr and userName pr"):
        assert await found(house, filter) == [], filter


WRONG = (
    *("foo zz", "shoeSize eq 42", "userName eq", "(" * 500, "x" * 1_001, "active gt true", ""),
    *(rf'name.familyName eq "a\{escape}"' for escape in ("u0000", "ud800", "udfff")),
    *(rf'not (id pr) and emails[value eq "\{escape}"]' for escape in ("u0000", "ud800")),
)


@pytest.mark.parametrize("filter", WRONG, ids=range(len(WRONG)))
async def test_what_is_no_filter_is_refused(house: House, filter: str) -> None:
    answer = await connector(house).get(f"{SCIM}/Users", params={"filter": filter})
    assert answer.status_code in (400, 422), answer.text


async def test_pages_by_start_index_and_chosen_attributes(house: House) -> None:
    for number in range(1, 6):
        await profile(house, number, name=f"Ek{number}")
    seen: list[str] = []
    for start in (1, 3, 5, 7):
        page = await read(house, "/Users", startIndex=start, count=2, attributes="userName")
        ListResponse[User[Any]].model_validate(page, scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
        assert (page["totalResults"], page["startIndex"]) == (5, start)
        assert all(set(user) == {"schemas", "id", "userName"} for user in page["Resources"])
        seen += [user["id"] for user in page["Resources"]]
    assert seen == sorted(str(member_number(number)) for number in range(1, 6))
    assert (await read(house, "/Users", count=0))["Resources"] == []
    both = {"attributes": "userName", "excludedAttributes": "name"}
    assert (await connector(house).get(f"{SCIM}/Users", params=both)).status_code == 422


async def test_filieres_are_groups_with_those_who_show_it(house: House) -> None:
    await owner(house, {"filieres": "filiere"})
    filiere = await companions(house)
    group = await read(house, f"/Groups/{filiere}")
    Group.model_validate(group, scim_ctx=Context.RESOURCE_QUERY_RESPONSE)
    assert [member["display"] for member in group["members"]] == ["Jo Ek"]
    listed = await read(house, "/Groups", filter='displayName sw "Graph"')
    assert [(one["id"], "members" in one) for one in listed["Resources"]] == [(str(filiere), False)]
    assert "members" not in await read(house, f"/Groups/{filiere}", excludedAttributes="members")


async def test_clients_are_told_what_there_is(house: House) -> None:
    context = Context.RESOURCE_QUERY_RESPONSE
    config = await read(house, "/ServiceProviderConfig")
    assert ServiceProviderConfig.model_validate(config, scim_ctx=context).filter is not None
    types, schemas = await read(house, "/ResourceTypes"), await read(house, "/Schemas")
    assert [ResourceType.model_validate(one, scim_ctx=context).name for one in types["Resources"]] == ["User", "Group"]
    assert len([Schema.model_validate(one, scim_ctx=context) for one in schemas["Resources"]]) == 2


async def test_members_do_not_read_scim(house: House) -> None:
    for path in ("/Users", "/Groups", "/Schemas"):
        assert (await house.as_member(1).get(f"{SCIM}{path}")).status_code == 403
