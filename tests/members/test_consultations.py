"""Consultations: one opinion a member, inside the window only, published as counts when it has closed."""

from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import httpx

from members.given import consultation, path_of, profile, proposed
from partage_kit.auth import Role
from support.house import GHENT, House, at_once


def address(asked: UUID, below: str = "") -> str:
    """The address of a consultation."""
    return f"/members/v1/consultations/{asked}{below}"


async def give(house: House, asked: UUID, number: int, stance: str, comment: str | None = None) -> httpx.Response:
    """Let the n-th member give an opinion, with a profile as members have one."""
    if (await house.as_member(number).get("/members/v1/profiles/mine")).status_code == 404:
        await profile(house, number)
    opinion = {"stance": stance} | ({"comment": comment} if comment else {})
    return await house.as_member(number).put(address(asked, "/opinions/mine"), json=opinion)


async def test_opinions_are_counted_once_it_has_closed(house: House) -> None:
    asked = await consultation(house, await proposed(house), "launching")
    for number, stance in enumerate(["support", "support", "oppose", "neutral", "support"]):
        assert (await give(house, asked, number, stance)).status_code == 200
    open_now = (await house.as_member(9).get(address(asked))).json()
    assert (open_now["state"], open_now["result"]) == ("open", None)
    house.service.database.clock.advance(timedelta(days=14))
    closed = (await house.as_member(9).get(address(asked))).json()
    assert (closed["state"], closed["result"]) == ("closed", {"support": 3, "neutral": 1, "oppose": 1})


async def test_the_last_opinion_of_a_member_counts(house: House) -> None:
    asked = await consultation(house, await proposed(house), "launching")
    await give(house, asked, 1, "oppose", "Trop tôt")
    await give(house, asked, 1, "support")
    mine = await house.as_member(1).get(address(asked, "/opinions/mine"))
    assert (mine.json()["stance"], mine.json()["comment"]) == ("support", None)
    assert (await house.as_member(2).get(address(asked, "/opinions/mine"))).status_code == 404
    house.service.database.clock.advance(timedelta(days=14))
    assert (await house.as_member(1).get(address(asked))).json()["result"] == {"support": 1, "neutral": 0, "oppose": 0}


async def test_who_has_no_profile_in_the_office_is_not_asked(house: House) -> None:
    asked = await consultation(house, await proposed(house), "launching")
    stranger = house.as_member(1)
    refused = await stranger.put(address(asked, "/opinions/mine"), json={"stance": "support"})
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/members-are-asked")
    await profile(house, 1, office=GHENT)
    assert (await stranger.put(address(asked, "/opinions/mine"), json={"stance": "support"})).status_code == 403
    await profile(house, 2)
    assert (await give(house, asked, 2, "support")).status_code == 200
    house.service.database.clock.advance(timedelta(days=14))
    assert (await stranger.get(address(asked))).json()["result"] == {"support": 1, "neutral": 0, "oppose": 0}


async def test_one_member_who_answers_fifty_times_at_once_has_one_opinion(house: House) -> None:
    asked = await consultation(house, await proposed(house), "launching")
    await profile(house, 1)
    answers = await at_once(50, lambda number: give(house, asked, 1, ("support", "oppose")[number % 2]))
    assert {a.status_code for a in answers} == {200}
    house.service.database.clock.advance(timedelta(days=14))
    result = (await house.as_member(1).get(address(asked))).json()["result"]
    assert sum(result.values()) == 1


async def test_opinions_are_taken_inside_the_window_only(house: House) -> None:
    filiere = await proposed(house)
    now = datetime.now(UTC)
    opens_at, closes_at = now + timedelta(days=2), now + timedelta(days=4)
    new = {
        "about": "launching",
        "question": {"fr": "Faut-il lancer ?"},
        "opens_at": opens_at.isoformat(),
        "closes_at": closes_at.isoformat(),
    }
    made = await house.as_role(Role.STAFF).post(path_of(filiere, "/consultations"), json=new)
    asked = UUID(made.json()["id"])
    assert made.json()["state"] == "planned"

    early = await give(house, asked, 1, "support")
    assert (early.status_code, early.json()["type"]) == (409, "/problems/consultation-not-open")
    house.service.database.clock.advance(timedelta(days=2))
    assert (await give(house, asked, 1, "support")).status_code == 200
    house.service.database.clock.advance(timedelta(days=2))
    late = await give(house, asked, 1, "oppose")
    assert (late.status_code, late.json()["type"]) == (409, "/problems/consultation-not-open")
    assert (await house.as_member(1).get(address(asked))).json()["result"]["support"] == 1


async def test_comments_are_published_without_names_and_not_before_it_closes(house: House) -> None:
    asked = await consultation(house, await proposed(house), "launching")
    for number in range(5):
        await give(house, asked, number, "neutral", f"Remarque {number}")
    await give(house, asked, 6, "support")
    early = await house.as_member(1).get(address(asked, "/comments"))
    assert (early.status_code, early.json()["type"]) == (409, "/problems/result-not-published")
    house.service.database.clock.advance(timedelta(days=14))
    seen: list[dict[str, str]] = []
    url = address(asked, "/comments?limit=2")
    while url:
        page = await house.as_member(1).get(url)
        seen += page.json()["items"]
        url = page.links["next"]["url"] if page.json()["next"] else ""
    assert sorted(c["comment"] for c in seen) == [f"Remarque {number}" for number in range(5)]
    assert all(set(c) == {"stance", "comment"} for c in seen)


async def test_a_window_lies_ahead_and_closes_after_it_opens(house: House) -> None:
    filiere = await proposed(house)
    today = datetime.now(UTC)
    for opens, closes in ((-1, 5), (3, 3), (5, 3), (None, -1)):
        new: dict[str, object] = {"about": "launching", "question": {"fr": "?"}}
        new["closes_at"] = (today + timedelta(days=closes)).isoformat()
        if opens is not None:
            new["opens_at"] = (today + timedelta(days=opens)).isoformat()
        answer = await house.as_role(Role.STAFF).post(path_of(filiere, "/consultations"), json=new)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/window-invalid"), (opens, closes)


async def test_an_instant_is_rfc_3339_with_its_offset(house: House) -> None:
    filiere = await proposed(house)
    for instant in ("2199-01-01T00:00:00", "0001-01-01T00:00:00+14:00", 4102444800, "soon", None):
        new = {"about": "launching", "question": {"fr": "?"}, "closes_at": instant}
        answer = await house.as_role(Role.STAFF).post(path_of(filiere, "/consultations"), json=new)
        assert (answer.status_code, answer.json()["type"]) == (422, "/problems/invalid"), instant


async def test_who_may_ask_answer_and_read(house: House) -> None:
    filiere = await proposed(house)
    new = {"about": "launching", "question": {"fr": "?"}, "closes_at": "2199-01-01T00:00:00Z"}
    assert (await house.as_member(1).post(path_of(filiere, "/consultations"), json=new)).status_code == 403
    asked = await consultation(house, filiere, "launching")
    opinion = {"stance": "support"}
    assert (await house.as_role(Role.STAFF).put(address(asked, "/opinions/mine"), json=opinion)).status_code == 403
    abroad = house.as_member(1, office=GHENT)
    assert (await abroad.put(address(asked, "/opinions/mine"), json=opinion)).status_code == 404
    assert (await abroad.get(address(asked))).status_code == 404
    assert (await abroad.get(address(asked, "/comments"))).status_code == 404
    assert (await house.as_member(1).get(address(uuid4()))).status_code == 404


async def test_consultations_on_a_filiere_newest_first(house: House) -> None:
    filiere = await proposed(house)
    made = []
    for _ in range(3):
        made.append(str(await consultation(house, filiere, "launching")))
        house.service.database.clock.advance(timedelta(days=1))
    seen: list[str] = []
    url = path_of(filiere, "/consultations?limit=2")
    while url:
        page = await house.as_member(1).get(url)
        seen += [item["id"] for item in page.json()["items"]]
        url = page.links["next"]["url"] if page.json()["next"] else ""
    assert seen == made[::-1]


async def test_a_consultation_has_an_etag_that_changes_when_it_closes(house: House) -> None:
    filiere = await proposed(house)
    path = f"/members/v1/consultations/{await consultation(house, filiere, 'launching')}"
    while_open = await house.as_member(1).get(path)
    assert (await house.as_member(2).get(path)).headers["etag"] == while_open.headers["etag"]
    house.service.database.clock.advance(timedelta(days=14))
    after = await house.as_member(1).get(path)
    assert (after.json()["state"], after.headers["etag"]) == ("closed", '"3"')
    assert while_open.headers["etag"] == '"2"'
