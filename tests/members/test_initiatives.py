"""Initiatives through the HTTP door: who moderates, who sees what, and what dates bring."""

from datetime import timedelta
from typing import Any

import pytest

from members.given import announced
from members.initiating import (
    AUTHOR,
    INITIATIVES,
    an_experience,
    an_initiative,
    by_staff,
    in_days,
    listed,
    published,
    submitted,
)
from partage_kit.auth import Role
from support.house import BRUSSELS, GHENT, TWO_TOKENS_OF_ONE_PERSON, House, Token

ANYBODY = {"office": BRUSSELS}


async def test_what_is_submitted_is_shown_once_somebody_else_publishes_it(house: House) -> None:
    path = await submitted(house)
    (fact,) = await announced(house, "initiative.submitted")
    assert (fact["data"]["kind"], fact["data"]["trades"], fact["data"]["nuts"]) == (
        "new",
        ["graphic-designer"],
        ["BE10"],
    )
    assert "Atelier" not in str(fact)
    for who in (house.client(), house.as_member(2), house.as_role(Role.STAFF, office=GHENT)):
        assert (await who.get(path)).status_code == 404
    assert await listed(house.client(), **ANYBODY) == []
    assert (await house.as_member(AUTHOR).get(path)).json()["state"] == "submitted"
    assert await listed(house.as_role(Role.STAFF), f"{INITIATIVES}/submissions") == [path]

    shown = await by_staff(house, path, "publish", review_on=in_days(house, 30))
    assert (shown.status_code, shown.headers["etag"]) == (200, '"2"')
    assert await listed(house.client(), **ANYBODY) == [path]
    stranger = (await house.client().get(path, params={"lang": "nl"})).json()
    assert (stranger["state"], stranger["title_shown"], stranger["supports"]) == ("published", "Gedeeld atelier", 0)
    assert [stranger[told] for told in ("submitted_by_member", "decline_reason", "review_overdue")] == [None] * 3


@pytest.mark.parametrize(("one", "other"), TWO_TOKENS_OF_ONE_PERSON)
@pytest.mark.parametrize("verb", ["publish", "decline"])
async def test_nobody_moderates_their_own_submission(house: House, verb: str, one: Token, other: Token) -> None:
    author = house.as_person(one[0], Role.MEMBER, Role.STAFF, number=one[1])
    made = await author.post(INITIATIVES, json=an_initiative())
    path = f"{INITIATIVES}/{made.json()['id']}"
    bodies: dict[str, dict[str, Any]] = {
        "publish": {"review_on": in_days(house, 30)},
        "decline": {"reason": {"fr": "Non"}},
    }
    body = bodies[verb]
    again = house.as_person(other[0], Role.STAFF, Role.MEMBER, number=other[1])
    refused = await again.post(f"{path}/{verb}", json=body)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/own-submission")
    assert (await by_staff(house, path, verb, **body)).status_code == 200


async def test_declined_with_a_reason_that_its_author_alone_reads(house: House) -> None:
    path = await submitted(house)
    await by_staff(house, path, "decline", reason={"fr": "Déjà en cours ailleurs."})
    mine = (await house.as_member(AUTHOR).get(path)).json()
    assert (mine["state"], mine["decline_reason"]) == ("declined", {"fr": "Déjà en cours ailleurs."})
    assert (await house.as_member(2).get(path)).status_code == 404
    assert await listed(house.as_member(AUTHOR), f"{INITIATIVES}/mine") == [path]
    assert await listed(house.as_member(2), f"{INITIATIVES}/mine") == []


async def test_its_author_withdraws_it_before_anybody_decided(house: House) -> None:
    path = await submitted(house)
    assert (await house.as_member(2).post(f"{path}/withdraw")).status_code == 404
    assert (await house.as_member(AUTHOR).post(f"{path}/withdraw")).json()["state"] == "withdrawn"
    late = await by_staff(house, path, "publish", review_on=in_days(house, 30))
    assert (late.status_code, late.json()["type"]) == (409, "/problems/not-possible-now")
    shown = await published(house)
    assert (await house.as_member(AUTHOR).post(f"{shown}/withdraw")).status_code == 409


async def test_a_review_comes_with_its_date_and_is_overdue_a_month_later(house: House) -> None:
    path = await published(house, days=10)
    early = await by_staff(house, path, "end", lessons={"fr": "Trop tôt"})
    assert early.status_code == 409
    before = (await house.client().get(path)).headers["etag"]
    house.service.database.clock.advance(timedelta(days=10))
    now = await house.client().get(path)
    assert (now.json()["state"], now.headers["etag"] != before) == ("under_review", True)
    assert await listed(house.client(), **ANYBODY, state="under_review") == [path]
    assert await listed(house.client(), **ANYBODY, state="published") == []
    overdue = {"path": f"{INITIATIVES}/submissions", "overdue": "true"}
    assert await listed(house.as_role(Role.STAFF), **overdue) == []
    house.service.database.clock.advance(timedelta(days=30))
    assert await listed(house.as_role(Role.STAFF), **overdue) == [path]
    assert (await house.as_role(Role.STAFF).get(path)).json()["review_overdue"] is True

    past = await by_staff(house, path, "continue", review_on=in_days(house, 0))
    assert (past.status_code, past.json()["errors"][0]["pointer"]) == (422, "/body/review_on")
    on = await by_staff(house, path, "continue", review_on=in_days(house, 5))
    assert (on.json()["state"], on.json()["review_overdue"]) == ("continued", False)
    house.service.database.clock.advance(timedelta(days=5))
    ended = await by_staff(house, path, "end", lessons={"fr": "Un atelier suffit."})
    assert (ended.json()["state"], ended.json()["lessons"]) == ("ended", {"fr": "Un atelier suffit."})
    assert await listed(house.client(), **ANYBODY, state="ended") == [path]


async def test_a_past_experience_tells_its_result_and_its_lessons(house: House) -> None:
    path = await submitted(house, body=an_experience())
    told = (await house.as_member(AUTHOR).get(path)).json()["experience"]
    assert (told["members_taking_part"], told["lessons"]) == (14, {"fr": "Commencer plus tôt."})
    wrong = (
        an_initiative(kind="past_experience"),
        an_experience(ended_on="2022-01-01"),
        an_experience(ended_on="2199-01-01"),
        an_experience() | {"kind": "new"},
        an_experience(members_taking_part=-1),
    )
    for body in wrong:
        assert (await house.as_member(AUTHOR).post(INITIATIVES, json=body)).status_code == 422
    elsewhere = an_experience(filiere_id="0192f0c4-0000-7000-8000-000000000000")
    assert (await house.as_member(AUTHOR).post(INITIATIVES, json=elsewhere)).status_code == 404
    unknown = await house.as_member(AUTHOR).post(INITIATIVES, json=an_initiative(trades=["astronaut-baker"]))
    assert (unknown.status_code, unknown.json()["type"]) == (422, "/problems/unknown-code")


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"trade": "graphic-designer"}, True),
        ({"trade": "baker"}, False),
        ({"sector": "74"}, True),
        ({"nuts": "BE"}, True),
        ({"nuts": "BE100"}, True),
        ({"nuts": "BE2"}, False),
        ({"kind": "past_experience"}, False),
    ],
    ids=str,
)
async def test_filters(house: House, query: dict[str, str], found: bool) -> None:
    path = await published(house)
    assert await listed(house.client(), **ANYBODY, **query) == [path] * found
    assert await listed(house.as_role(Role.STAFF), f"{INITIATIVES}/submissions", **query) == [path] * found
