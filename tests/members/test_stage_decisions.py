"""Stage decisions: the transition table of members.md, walked stage by verb."""

from datetime import timedelta
from uuid import UUID, uuid4

import httpx
import pytest

from members.given import (
    ASKED_FIRST,
    AUTHOR,
    GROUNDS,
    WAYS,
    a_filiere,
    announced,
    closed_consultation,
    consultation,
    decide,
    filiere_at,
    path_of,
    proposed,
)
from partage_kit.auth import Role
from partage_kit.http.service import domain_routes
from partage_members.stage_decisions import routes as stage_decisions
from support.house import GHENT, TWO_TOKENS_OF_ONE_PERSON, House, Token

# members.md, "Filières": proposed -> under_study | rejected; under_study -> launching | rejected; ...
DESIGN: dict[str, set[str]] = {
    "proposed": {"under_study", "rejected"},
    "under_study": {"launching", "rejected"},
    "rejected": set(),
    "launching": {"active", "closed"},
    "active": {"results", "declining", "dormant"},
    "results": {"active", "declining", "dormant"},
    "declining": {"active", "dormant", "closed"},
    "dormant": {"active", "closed"},
    "closed": set(),
}
LEADS_TO = {
    "study": "under_study",
    "reject": "rejected",
    "launch": "launching",
    "activate": "active",
    "report-results": "results",
    "record-decline": "declining",
    "make-dormant": "dormant",
    "close": "closed",
}


FINAL = ("rejected", "closed")


async def take(house: House, filiere: UUID, verb: str) -> httpx.Response:
    """Take a decision, after the consultation that it needs (a final filière is asked about no more)."""
    about = ASKED_FIRST.get(verb)
    if about is None:
        return await decide(house, filiere, verb)
    is_final = (await house.as_member(1).get(path_of(filiere))).json()["stage"] in FINAL
    asked = uuid4() if is_final else await closed_consultation(house, filiere, about)
    return await decide(house, filiere, verb, consultation_id=str(asked))


@pytest.mark.parametrize("stage", WAYS)
async def test_every_verb_on_every_stage(house: House, stage: str) -> None:
    untouched = await filiere_at(house, stage)
    for verb in [verb for verb, target in LEADS_TO.items() if target not in DESIGN[stage]]:
        answer = await take(house, untouched, verb)
        refused = "filiere-is-closed" if stage in FINAL else "stage-not-reachable"
        assert (answer.status_code, answer.json()["type"]) == (409, f"/problems/{refused}"), verb
        assert (await house.as_member(1).get(path_of(untouched))).json()["stage"] == stage
    for verb in [verb for verb, target in LEADS_TO.items() if target in DESIGN[stage]]:
        filiere = await filiere_at(house, stage)
        answer = await take(house, filiere, verb)
        assert answer.status_code == 201, (verb, answer.text)
        assert (answer.json()["previous"], answer.json()["stage"]) == (stage, LEADS_TO[verb])
        assert (await house.as_member(1).get(path_of(filiere))).json()["stage"] == LEADS_TO[verb]


def test_the_walk_knows_every_verb(house: House) -> None:
    posts = [route for route in domain_routes(house.app) if "POST" in (route.methods or ())]
    verbs = {
        str(route.path).rpartition("/")[2] for route in posts if route.endpoint.__module__ == stage_decisions.__name__
    }
    assert verbs == set(LEADS_TO)


async def test_a_decision_tells_by_whom_on_what_evidence_and_why(house: House) -> None:
    filiere = await filiere_at(house, "launching")
    listed = (await house.as_member(3).get(path_of(filiere, "/stage-decisions"))).json()["items"]
    assert [(d["previous"], d["stage"]) for d in listed] == [("under_study", "launching"), ("proposed", "under_study")]
    assert all(d["decided_by"] == "staff@brussels" for d in listed)
    assert all((d["reason"], d["evidence"]) == (GROUNDS["reason"], GROUNDS["evidence"]) for d in listed)
    assert listed[0]["consultation_id"] is not None
    facts = await announced(house, "filiere.stage_changed")
    assert [(f["data"]["previous"], f["data"]["stage"]) for f in facts] == [
        ("proposed", "under_study"),
        ("under_study", "launching"),
    ]
    assert [int(f["sequence"]) for f in facts] == [2, 3]
    assert {f["subject"] for f in facts} == {str(filiere)}


async def test_decisions_are_read_page_by_page(house: House) -> None:
    filiere = await filiere_at(house, "results")
    seen: list[str] = []
    url = path_of(filiere, "/stage-decisions?limit=1")
    while url:
        page = await house.as_member(3).get(url)
        seen += [decision["stage"] for decision in page.json()["items"]]
        url = page.links["next"]["url"] if page.json()["next"] else ""
    assert seen == ["results", "active", "launching", "under_study"]


async def test_a_decision_without_reason_or_evidence_is_no_decision(house: House) -> None:
    filiere = await proposed(house)
    wrong: list[dict[str, object]] = [
        {"reason": {}},
        {"evidence": []},
        {"evidence": [{"title": "x", "link": "javascript:alert(1)"}]},
    ]
    for missing in wrong:
        assert (await decide(house, filiere, "study", **missing)).status_code == 422
    assert (await house.as_role(Role.STAFF).post(path_of(filiere, "/study"))).status_code == 422


async def test_launching_cites_a_closed_consultation_about_just_that(house: House) -> None:
    filiere = await filiere_at(house, "under_study")
    other = await filiere_at(house, "under_study")
    about_closing = await closed_consultation(house, filiere, "closing")
    of_another = await closed_consultation(house, other, "launching")
    still_open = await consultation(house, filiere, "launching")
    for unfit in (about_closing, of_another, still_open, uuid4()):
        answer = await decide(house, filiere, "launch", consultation_id=str(unfit))
        assert (answer.status_code, answer.json()["type"]) == (409, "/problems/consultation-not-citable")
    assert (await decide(house, filiere, "launch")).status_code == 422
    house.service.database.clock.advance(timedelta(days=14))
    assert (await decide(house, filiere, "launch", consultation_id=str(still_open))).status_code == 201


async def test_closing_cites_a_consultation_about_closing(house: House) -> None:
    filiere = await filiere_at(house, "dormant")
    about_launching = (await house.as_member(1).get(path_of(filiere, "/consultations"))).json()["items"][0]["id"]
    refused = await decide(house, filiere, "close", consultation_id=about_launching)
    assert refused.json()["type"] == "/problems/consultation-not-citable"
    about_closing = await closed_consultation(house, filiere, "closing")
    assert (await decide(house, filiere, "close", consultation_id=str(about_closing))).status_code == 201


async def test_only_staff_decides_and_only_in_its_office(house: House) -> None:
    filiere = await proposed(house)
    facilitator = house.as_member(4, Role.FACILITATOR, filieres=(filiere,))
    assert (await facilitator.post(path_of(filiere, "/study"), json=GROUNDS)).status_code == 403
    abroad = house.as_role(Role.STAFF, office=GHENT)
    assert (await abroad.post(path_of(filiere, "/study"), json=GROUNDS)).status_code == 404


async def test_nobody_approves_her_own_proposal(house: House) -> None:
    filiere = await proposed(house)
    author = house.as_member(AUTHOR, Role.STAFF)
    refused = await author.post(path_of(filiere, "/study"), json=GROUNDS)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/own-submission")
    assert refused.json()["detail"] == "you proposed this filière; another of the staff of your office must decide"
    assert (await decide(house, filiere, "study")).status_code == 201
    asked = str(await closed_consultation(house, filiere, "launching"))
    refused = await author.post(path_of(filiere, "/launch"), json=GROUNDS | {"consultation_id": asked})
    assert refused.json()["type"] == "/problems/own-submission"
    assert (await author.post(path_of(filiere, "/reject"), json=GROUNDS)).status_code == 201


@pytest.mark.parametrize(("proposing", "deciding"), TWO_TOKENS_OF_ONE_PERSON)
async def test_nobody_approves_her_own_proposal_with_another_token(
    house: House, proposing: Token, deciding: Token
) -> None:
    author = house.as_person(proposing[0], Role.MEMBER, number=proposing[1])
    filiere = UUID((await author.post("/members/v1/filieres", json=a_filiere())).json()["id"])
    again = house.as_person(deciding[0], Role.STAFF, number=deciding[1])
    refused = await again.post(path_of(filiere, "/study"), json=GROUNDS)
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/own-submission")
    assert (await decide(house, filiere, "study")).status_code == 201
