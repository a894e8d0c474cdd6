"""Charter versions through the HTTP door: written, commented on, reviewed, adopted, superseded."""

import copy
import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import httpx
import pytest

from partage_kit.auth import Role
from support.house import GHENT, TWO_TOKENS_OF_ONE_PERSON, House, Token, at_once
from support.purchasing import (
    A_CHARTER,
    CHARTERS,
    NOWHERE,
    announced,
    band,
    buyer,
    charter_in,
    committee,
    criterion,
    facts_about,
    made,
    second_buyer,
    text,
)

Change = Callable[[dict[str, Any]], Any]


async def test_a_version_goes_its_way_and_supersedes_the_one_before(house: House) -> None:
    first = await charter_in(house, "adopted")
    second = await charter_in(house, "adopted", title=text("Second"))
    old = (await house.as_member(1).get(f"{CHARTERS}/{first['id']}")).json()
    assert (first["number"], second["number"]) == (1, 2)
    assert (old["state"], old["superseded_by"]) == ("superseded", second["id"])
    assert second["adopted_on"] is not None
    listed = (await house.as_member(1).get(CHARTERS)).json()["items"]
    assert [(item["number"], item["state"]) for item in listed] == [(2, "adopted"), (1, "superseded")]
    assert await facts_about(house, "charter") == ["adopted", "superseded", "adopted"]
    event = (await announced(house))[-1]
    assert event["subject"] == second["id"]
    assert event["data"]["criteria"] == ["no_dumping", "wages", "energy", "travel"]


async def test_the_demo_charter_can_be_adopted_as_it_is(house: House) -> None:
    file = Path(__file__).parents[2] / "deploy/demo/data/charter.json"
    written = {
        key: value for key, value in json.loads(file.read_text("utf-8")).items() if key not in ("code", "version")
    }
    charter = await made(await buyer(house).post(CHARTERS, json=written))
    assert sum(one["weight"] for one in charter["criteria"]) == 10_000
    assert [one["code"] for one in charter["criteria"] if one["eliminatory"]] == ["no-social-dumping"]


def _first(change: dict[str, Any]) -> Change:
    return lambda charter: charter["criteria"][0].update(change)


UNSOUND: list[tuple[Change, str]] = [
    (_first({"weight": 3_999}), "weights_sum_to_10000"),
    (lambda c: c["criteria"].append(criterion("more", "work", 1, "audit")), "weights_sum_to_10000"),
    (_first({"theme": "music"}), "theme_is_known: no_dumping"),
    (_first({"code": "wages"}), "key_is_unique: wages"),
    (_first({"minimum_level": 0}), "minimum_is_a_level: no_dumping"),
    (lambda c: c["bands"].pop(), "bands_partition"),
    (lambda c: c["bands"].append(band("more", "90", "100", "referenced")), "bands_partition"),
    (lambda c: c["bands"][0].update(to="49.99"), "bands_partition"),
    (lambda c: c["bands"][1].update(code="starting"), "key_is_unique: starting"),
    (_first({"eliminatory": False}), "minimum_level"),
    (_first({"minimum_level": None}), "minimum_level"),
    (_first({"minimum_level": 5}), "minimum_level"),
    (_first({"evidence": []}), "evidence"),
    (_first({"evidence": [{"type": "rumour"}]}), "no evidence type rumour"),
    (_first({"evidence": [{"type": "audit", "longest_age_months": 0}]}), "longest_age_months"),
    (_first({"weight": "4000"}), "weight"),
    (_first({"weight": 4000.5}), "weight"),
    (_first({"title": {"fr": "Seulement", "en": "Only"}}), "title"),
    (lambda c: c["criteria"][0]["levels"].pop(), "levels"),
    (lambda c: c["criteria"][0]["levels"].reverse(), "levels are 0, 1, 2, 3 and 4"),
    (lambda c: c["themes"][0].update(floor="101"), "floor"),
    (lambda c: c["bands"][0].update(effect="delisted"), "effect"),
    (lambda c: c.update(state="adopted"), "state"),
]


async def test_a_charter_that_cannot_measure_is_refused_by_its_rule(house: House) -> None:
    for change, words in UNSOUND:
        written = copy.deepcopy(A_CHARTER)
        change(written)
        answer = await buyer(house).post(CHARTERS, json=written)
        assert (answer.status_code, words in answer.text) == (422, True), (words, answer.text)
        if answer.json()["type"] == "/problems/unsound-charter":
            assert answer.json()["rule"] == words.partition(":")[0]
    assert (await buyer(house).get(CHARTERS)).json()["items"] == []


STATES = ("draft", "consultation", "in_ethics_review", "adopted", "superseded")
LEADS_TO = {
    ("draft", "change"): "draft",
    ("draft", "consult"): "consultation",
    ("draft", "comment"): "draft",
    ("consultation", "change"): "consultation",
    ("consultation", "submit"): "in_ethics_review",
    ("consultation", "comment"): "consultation",
    ("consultation", "member comment"): "consultation",
    ("in_ethics_review", "send-back"): "draft",
    ("in_ethics_review", "sign"): "adopted",
    ("in_ethics_review", "comment"): "in_ethics_review",
}
VERBS = ("change", "consult", "submit", "send-back", "sign", "comment", "member comment")


async def attempted(house: House, charter: dict[str, Any], verb: str) -> httpx.Response:
    """Try a verb, as somebody who may use it."""
    path = f"{CHARTERS}/{charter['id']}"
    match verb:
        case "change":
            tag = {"If-Match": f'"{charter["version"]}"'}
            return await buyer(house).put(path, json=A_CHARTER | {"title": text("New")}, headers=tag)
        case "comment":
            return await committee(house).post(f"{path}/comments", json={"text": "Too vague"})
        case "member comment":
            return await house.as_member(1).post(f"{path}/comments", json={"text": "Too vague"})
        case "send-back":
            return await committee(house).post(f"{path}/send-back", json={"reason": "Too vague"})
    return await (committee(house) if verb == "sign" else buyer(house)).post(f"{path}/{verb}")


@pytest.mark.parametrize(("state", "verb"), LEADS_TO)
async def test_a_verb_leads_on(house: House, state: str, verb: str) -> None:
    charter = await charter_in(house, state)
    done = await attempted(house, charter, verb)
    assert done.is_success, done.text
    assert (await buyer(house).get(f"{CHARTERS}/{charter['id']}")).json()["state"] == LEADS_TO[state, verb]


@pytest.mark.parametrize("state", STATES)
async def test_every_other_verb_is_refused_and_changes_nothing(house: House, state: str) -> None:
    charter = await charter_in(house, state)
    for verb in VERBS:
        if (state, verb) not in LEADS_TO:
            done = await attempted(house, charter, verb)
            hidden = (state, verb) == ("draft", "member comment")
            assert done.status_code == (404 if hidden else 409), (verb, done.text)
            assert (await buyer(house).get(f"{CHARTERS}/{charter['id']}")).json() == charter


async def test_a_comment_is_answered_once_and_before_adoption(house: House) -> None:
    charter = await charter_in(house, "draft")
    path = f"{CHARTERS}/{charter['id']}"
    comment = await made(await committee(house).post(f"{path}/comments", json={"text": "Why 40 %?", "about": "wages"}))
    await made(await buyer(house).post(f"{path}/consult"), 200)
    await made(await buyer(house).post(f"{path}/submit"), 200)
    waiting = await committee(house).post(f"{path}/sign")
    assert (waiting.status_code, waiting.json()["type"]) == (409, "/problems/unanswered-comments")
    answering = f"{path}/comments/{comment['id']}/answer"
    answered = await made(await buyer(house).post(answering, json={"answer": "Because members said so"}), 200)
    assert answered["answer"] == "Because members said so"
    again = await buyer(house).post(answering, json={"answer": "Never mind"})
    assert (again.status_code, again.json()["type"]) == (409, "/problems/comment-already-answered")
    assert "answered on" in again.json()["detail"]
    assert (await committee(house).post(f"{path}/sign")).status_code == 200
    comments = (await house.as_member(1).get(f"{path}/comments")).json()["items"]
    assert [(one["about"], one["by_committee"], one["answer"]) for one in comments] == [
        ("wages", True, "Because members said so")
    ]
    assert (await committee(house).post(f"{path}/comments", json={"text": "Late"})).status_code == 409


async def test_a_comment_is_about_something_of_the_charter(house: House) -> None:
    charter = await charter_in(house, "consultation")
    path = f"{CHARTERS}/{charter['id']}/comments"
    wrong = await house.as_member(1).post(path, json={"text": "Hm", "about": "music"})
    assert (wrong.status_code, wrong.json()["errors"][0]["pointer"]) == (422, "/body/about")
    assert (await house.as_member(1).post(path, json={"text": "Hm", "about": "environment"})).status_code == 201
    missing = await buyer(house).post(f"{path}/{NOWHERE}/answer", json={"answer": "Hm"})
    assert (missing.status_code, missing.json()["type"]) == (404, "/problems/comment-not-found")


async def test_an_author_does_not_sign(house: House) -> None:
    both = house.as_role(Role.BUYER, Role.ETHICS_COMMITTEE)
    charter = await charter_in(house, "draft")
    path = f"{CHARTERS}/{charter['id']}"
    await made(await both.put(path, json=A_CHARTER | {"title": text("Ours")}, headers={"If-Match": '"1"'}), 200)
    await made(await buyer(house).post(f"{path}/consult"), 200)
    await made(await buyer(house).post(f"{path}/submit"), 200)
    own = await both.post(f"{path}/sign")
    assert (own.status_code, own.json()["type"]) == (403, "/problems/own-submission")
    assert (await second_buyer(house).post(f"{path}/sign")).status_code == 403
    assert (await committee(house).post(f"{path}/sign")).status_code == 200


async def test_a_version_written_as_it_is_stays_as_it_is(house: House) -> None:
    both = house.as_role(Role.BUYER, Role.ETHICS_COMMITTEE)
    charter = await charter_in(house, "consultation")
    path = f"{CHARTERS}/{charter['id']}"
    same = await made(await both.put(path, json=A_CHARTER, headers={"If-Match": f'"{charter["version"]}"'}), 200)
    assert same == charter
    await made(await buyer(house).post(f"{path}/submit"), 200)
    assert (await both.post(f"{path}/sign")).status_code == 200, "who changed nothing is no author"


async def test_what_is_sent_back_tells_why_and_comes_again(house: House) -> None:
    charter = await charter_in(house, "in_ethics_review")
    path = f"{CHARTERS}/{charter['id']}"
    back = await made(await committee(house).post(f"{path}/send-back", json={"reason": "Say who audits"}), 200)
    assert (back["state"], back["sent_back_reason"]) == ("draft", "Say who audits")
    await made(await buyer(house).post(f"{path}/consult"), 200)
    again = await made(await buyer(house).post(f"{path}/submit"), 200)
    assert again["sent_back_reason"] is None


async def test_drafts_are_for_those_who_work_on_them(house: House) -> None:
    charter = await charter_in(house, "draft")
    path = f"{CHARTERS}/{charter['id']}"
    for caller in (house.as_member(1), buyer(house, office=GHENT)):
        assert (await caller.get(path)).status_code == 404
        assert (await caller.get(f"{path}/comments")).status_code == 404
        assert (await caller.get(CHARTERS)).json()["items"] == []
    assert (await committee(house).get(path)).status_code == 200
    abroad = house.as_role(Role.BUYER, Role.ETHICS_COMMITTEE, office=GHENT)
    for verb in ("consult", "submit", "sign"):
        assert (await abroad.post(f"{path}/{verb}")).status_code == 404
    assert (await house.as_member(1).post(CHARTERS, json=A_CHARTER)).status_code == 403
    assert (await committee(house).post(f"{path}/consult")).status_code == 403


async def test_a_stale_change_is_refused(house: House) -> None:
    charter = await charter_in(house, "draft")
    path = f"{CHARTERS}/{charter['id']}"
    await made(await buyer(house).put(path, json=A_CHARTER | {"title": text("A")}, headers={"If-Match": '"1"'}), 200)
    stale = await buyer(house).put(path, json=A_CHARTER, headers={"If-Match": '"1"'})
    assert stale.status_code == 412
    assert (await buyer(house).get(path)).json()["title"] == text("A")
    assert (await buyer(house).put(path, json=A_CHARTER)).status_code == 428


async def test_of_versions_signed_at_once_one_is_in_force(house: House) -> None:
    charters = [await charter_in(house, "in_ethics_review") for _ in range(4)]
    answers = await at_once(4, lambda n: committee(house).post(f"{CHARTERS}/{charters[n]['id']}/sign"))
    assert {answer.status_code for answer in answers} <= {200, 409}
    states = [(await buyer(house).get(f"{CHARTERS}/{charter['id']}")).json()["state"] for charter in charters]
    assert states.count("adopted") == 1
    assert states.count("superseded") == [answer.status_code for answer in answers].count(200) - 1


@pytest.mark.parametrize(("writing", "signing"), TWO_TOKENS_OF_ONE_PERSON)
async def test_an_author_does_not_sign_with_another_token(house: House, writing: Token, signing: Token) -> None:
    author = house.as_person(writing[0], Role.BUYER, number=writing[1])
    path = f"{CHARTERS}/{(await made(await author.post(CHARTERS, json=A_CHARTER)))['id']}"
    await made(await buyer(house).post(f"{path}/consult"), 200)
    await made(await buyer(house).post(f"{path}/submit"), 200)
    again = house.as_person(signing[0], Role.ETHICS_COMMITTEE, number=signing[1])
    own = await again.post(f"{path}/sign")
    assert (own.status_code, own.json()["type"]) == (403, "/problems/own-submission")
    await made(await committee(house).post(f"{path}/sign"), 200)
