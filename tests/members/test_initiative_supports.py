"""Support of initiatives, and filières that are proposed from them."""

from members.given import a_filiere, announced, profile
from members.initiating import AUTHOR, by_staff, published, submitted
from partage_kit.auth import Role
from support.house import GHENT, House, at_once


async def test_a_member_supports_once_and_may_take_it_back(house: House) -> None:
    path = await published(house)
    for number in (2, 3):
        await profile(house, number)
    for number, supports in ((2, 1), (2, 1), (3, 2)):
        answer = await house.as_member(number).put(f"{path}/supports/mine")
        assert (answer.status_code, answer.json()) == (200, {"supports": supports, "mine": True})
    assert (await house.client().get(path)).json()["supports"] == 2
    for _ in range(2):
        assert (await house.as_member(2).delete(f"{path}/supports/mine")).json() == {"supports": 1, "mine": False}


async def test_of_ten_supports_of_one_member_at_once_one_counts(house: House) -> None:
    path = await published(house)
    await profile(house, 2)
    answers = await at_once(10, lambda _: house.as_member(2).put(f"{path}/supports/mine"))
    assert {(answer.status_code, answer.json()["supports"]) for answer in answers} == {(200, 1)}


async def test_support_comes_from_other_members_for_what_is_published(house: House) -> None:
    path = await published(house)
    own = await house.as_member(AUTHOR).put(f"{path}/supports/mine")
    assert (own.status_code, own.json()["type"]) == (409, "/problems/own-initiative")
    nobody = await house.as_member(2).put(f"{path}/supports/mine")
    assert (nobody.status_code, nobody.json()["type"]) == (409, "/problems/support-needs-profile")
    await profile(house, 2)
    await profile(house, 3, office=GHENT)
    hidden = await submitted(house)
    assert (await house.as_member(2).put(f"{hidden}/supports/mine")).status_code == 404
    assert (await house.as_member(3, office=GHENT).put(f"{path}/supports/mine")).status_code == 404


async def test_an_initiative_becomes_a_filiere_proposal_once(house: House) -> None:
    path = await published(house)
    hidden = await submitted(house)
    assert (await house.as_member(2).post(f"{hidden}/propose-filiere", json=a_filiere())).status_code == 404
    wrong = await house.as_member(2).post(f"{path}/propose-filiere", json=a_filiere(occupations=[]))
    assert (wrong.status_code, wrong.json()["type"]) == (422, "/problems/scope-missing")
    answers = await at_once(5, lambda _: house.as_member(2).post(f"{path}/propose-filiere", json=a_filiere()))
    assert sorted(answer.status_code for answer in answers) == [201] + [409] * 4
    (made,) = [answer.json() for answer in answers if answer.status_code == 201]
    assert (await house.client().get(path)).json()["proposed_filiere_id"] == made["id"]
    assert (await house.as_member(5).get(f"/members/v1/filieres/{made['id']}")).json()["stage"] == "proposed"
    assert len(await announced(house, "filiere.proposed")) == 1
    study = await house.as_role(Role.STAFF).get(f"/members/v1/filieres/{made['id']}")
    assert study.status_code == 200
    assert (await by_staff(house, path, "decline", reason={"fr": "Non"})).status_code == 409
