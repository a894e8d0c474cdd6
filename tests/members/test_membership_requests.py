"""Requests and invitations: every verb on every state, who decides, the limit, and thirty days."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from uuid import UUID

import httpx
import pytest

from members.given import announced, closed_consultation, decide, filiere_at, path_of, profile
from partage_kit.auth import Role
from support.house import TWO_TOKENS_OF_ONE_PERSON, House, Token, member_number

WHY = {"fr": "Dossiers confidentiels", "nl": "Vertrouwelijke dossiers"}
MINE = "/members/v1/memberships/mine"


def at(membership: str, verb: str = "") -> str:
    """The address of a membership, or of one of its verbs."""
    return f"/members/v1/memberships/{membership}{'/' if verb else ''}{verb}"


async def on_request(house: House) -> UUID:
    """A filière whose members come in on request."""
    return await filiere_at(house, "launching", openness="on_request", openness_reason=WHY)


async def requested(house: House, filiere: UUID, number: int = 1) -> str:
    """A request of the n-th member."""
    made = await house.as_member(number).post(path_of(filiere, "/join"))
    assert (made.status_code, made.json()["state"]) == (201, "requested"), made.text
    return str(made.json()["id"])


async def invited(house: House, filiere: UUID, number: int = 1) -> str:
    """An invitation of the n-th member."""
    made = await house.as_role(Role.STAFF).post(
        path_of(filiere, "/invite"), json={"member_id": str(member_number(number))}
    )
    assert (made.status_code, made.json()["state"]) == (201, "invited"), made.text
    return str(made.json()["id"])


async def act(house: House, membership: str, verb: str, number: int = 1) -> httpx.Response:
    """Let the one act whose verb it is: the staff or the n-th member."""
    if verb == "approve":
        return await house.as_role(Role.STAFF).post(at(membership, verb))
    if verb == "decline":
        return await house.as_role(Role.STAFF).post(at(membership, verb), json={"reason": "Le cercle est complet."})
    return await house.as_member(number).post(at(membership, verb))


async def state_of(house: House, membership: str) -> str:
    """The state as staff reads it."""
    return str((await house.as_role(Role.STAFF).get(at(membership))).json()["state"])


async def an_ended_one(house: House, filiere: UUID) -> str:
    """A membership that the closing of its filière ended."""
    membership = await requested(house, filiere)
    consulted = str(await closed_consultation(house, filiere, "closing"))
    assert (await decide(house, filiere, "close", consultation_id=consulted)).status_code == 201
    return membership


async def a_lapsed_one(house: House, filiere: UUID) -> str:
    """A request that nobody answered for thirty days."""
    membership = await requested(house, filiere)
    house.service.database.clock.advance(timedelta(days=30))
    return membership


def after(first: Callable[[House, UUID], Awaitable[str]], *verbs: str) -> Callable[[House, UUID], Awaitable[str]]:
    """A membership brought to its state by verbs."""

    async def bring(house: House, filiere: UUID) -> str:
        membership = await first(house, filiere)
        for verb in verbs:
            assert (await act(house, membership, verb)).status_code == 200
        return membership

    return bring


BROUGHT = {
    "requested": after(requested),
    "invited": after(invited),
    "active": after(requested, "approve"),
    "declined": after(requested, "decline"),
    "withdrawn": after(requested, "withdraw"),
    "lapsed": a_lapsed_one,
    "refused": after(invited, "refuse"),
    "left": after(requested, "approve", "leave"),
    "ended": an_ended_one,
}
# members.md, "Membership": requested -> approved | declined | withdrawn | lapsed; invited -> accepted | refused; leave
ALLOWED = {
    ("requested", "approve"): "active",
    ("requested", "decline"): "declined",
    ("requested", "withdraw"): "withdrawn",
    ("invited", "accept"): "active",
    ("invited", "refuse"): "refused",
    ("active", "leave"): "left",
}
VERBS = ("approve", "decline", "withdraw", "accept", "refuse", "leave")


@pytest.mark.parametrize("state", BROUGHT)
async def test_every_verb_on_every_state(house: House, state: str) -> None:
    await profile(house, 1)
    untouched = await BROUGHT[state](house, await on_request(house))
    for verb in [verb for verb in VERBS if (state, verb) not in ALLOWED]:
        answer = await act(house, untouched, verb)
        expected = "filiere-not-joinable" if (state, verb) in _CLOSED_DOOR else "not-from-this-state"
        assert (answer.status_code, answer.json()["type"]) == (409, f"/problems/{expected}"), verb
        assert await state_of(house, untouched) == state
    for verb in [verb for verb in VERBS if (state, verb) in ALLOWED]:
        membership = await BROUGHT[state](house, await on_request(house))
        answer = await act(house, membership, verb)
        assert (answer.status_code, answer.json()["state"]) == (200, ALLOWED[state, verb]), verb
        assert await state_of(house, membership) == ALLOWED[state, verb]


_CLOSED_DOOR = {("ended", "approve"), ("ended", "accept")}


async def test_a_request_is_announced_and_so_is_its_approval(house: House) -> None:
    await profile(house, 1)
    filiere = await on_request(house)
    membership = await requested(house, filiere)
    (asked,) = await announced(house, "membership.requested")
    assert (asked["subject"], int(asked["sequence"])) == (membership, 1)
    assert await announced(house, "membership.joined") == []
    await act(house, membership, "approve")
    (joined,) = await announced(house, "membership.joined")
    assert (joined["subject"], int(joined["sequence"])) == (membership, 2)
    assert joined["data"]["filiere_id"] == str(filiere)


async def test_a_declined_member_reads_why_and_may_ask_again(house: House) -> None:
    await profile(house, 1)
    filiere = await on_request(house)
    membership = await requested(house, filiere)
    without = await house.as_role(Role.STAFF).post(at(membership, "decline"), json={"reason": "  "})
    assert without.status_code == 422
    await act(house, membership, "decline")
    assert (await house.as_member(1).get(at(membership))).json()["reason"] == "Le cercle est complet."
    await requested(house, filiere)


async def test_a_request_lapses_after_thirty_days_not_before(house: House) -> None:
    await profile(house, 1)
    filiere = await on_request(house)
    membership = await requested(house, filiere)
    waiting = path_of(filiere, "/memberships?state=requested")
    house.service.database.clock.advance(timedelta(days=29, hours=23))
    assert await state_of(house, membership) == "requested"
    assert len((await house.as_role(Role.STAFF).get(waiting)).json()["items"]) == 1
    house.service.database.clock.advance(timedelta(hours=1))
    assert await state_of(house, membership) == "lapsed"
    assert (await house.as_role(Role.STAFF).get(waiting)).json()["items"] == []
    mine = house.as_member(1)
    assert len((await mine.get(f"{MINE}?state=lapsed")).json()["items"]) == 1
    assert (await mine.get(f"{MINE}?state=requested")).json()["items"] == []
    again = await requested(house, filiere)
    assert again != membership
    assert await state_of(house, membership) == "lapsed"


async def test_approval_at_the_limit_is_refused_and_the_request_stays(house: House) -> None:
    await profile(house, 1)
    membership = await requested(house, await on_request(house))
    invitation = await invited(house, await on_request(house))
    others = [await house.as_member(1).post(path_of(await filiere_at(house, "launching"), "/join")) for _ in range(3)]
    assert [a.status_code for a in others] == [201, 201, 201]
    for waiting, verb, state in ((membership, "approve", "requested"), (invitation, "accept", "invited")):
        refused = await act(house, waiting, verb)
        assert (refused.status_code, refused.json()["type"]) == (409, "/problems/filiere-limit-reached")
        assert await state_of(house, waiting) == state
    await act(house, others[0].json()["id"], "leave")
    assert (await act(house, membership, "approve")).status_code == 200
    assert (await act(house, invitation, "accept")).status_code == 409


async def test_nobody_enters_by_invitation_without_one(house: House) -> None:
    await profile(house, 1)
    filiere = await filiere_at(house, "launching", openness="by_invitation", openness_reason=WHY)
    refused = await house.as_member(1).post(path_of(filiere, "/join"))
    assert (refused.status_code, refused.json()["type"]) == (409, "/problems/invitation-needed")
    invitation = await invited(house, filiere)
    assert (await house.as_member(2).post(at(invitation, "accept"))).status_code == 404
    accepted = await act(house, invitation, "accept")
    assert (accepted.json()["state"], accepted.json()["way"]) == ("active", "invitation")
    again = await house.as_role(Role.STAFF).post(path_of(filiere, "/invite"), json={"member_id": str(member_number(1))})
    assert again.json()["type"] == "/problems/already-in-filiere"


async def test_only_staff_and_its_own_facilitators_decide(house: House) -> None:
    await profile(house, 1)
    filiere = await on_request(house)
    membership = await requested(house, filiere)
    other = house.as_member(5, Role.FACILITATOR, filieres=(await on_request(house),))
    whom = {"member_id": str(member_number(2))}
    for path, body in ((at(membership, "approve"), None), (at(membership, "decline"), {"reason": "Non"})):
        assert (await house.as_member(2).post(path, json=body)).status_code == 403
        refused = await other.post(path, json=body)
        assert (refused.status_code, refused.json()["type"]) == (403, "/problems/not-their-facilitator")
    assert (await other.post(path_of(filiere, "/invite"), json=whom)).status_code == 403
    assert (await other.get(path_of(filiere, "/memberships?state=requested"))).status_code == 403
    own = house.as_member(5, Role.FACILITATOR, filieres=(filiere,))
    assert len((await own.get(path_of(filiere, "/memberships?state=requested"))).json()["items"]) == 1
    assert (await own.post(at(membership, "approve"))).status_code == 200


async def test_nobody_decides_on_her_own_membership(house: House) -> None:
    await profile(house, 1)
    filiere = await on_request(house)
    membership = await requested(house, filiere)
    herself = house.as_member(1, Role.FACILITATOR, Role.STAFF, filieres=(filiere,))
    assert (await herself.post(at(membership, "approve"))).json()["type"] == "/problems/own-membership"
    assert (await herself.post(at(membership, "decline"), json={"reason": "x"})).status_code == 403
    whom = {"member_id": str(member_number(1))}
    assert (await herself.post(path_of(filiere, "/invite"), json=whom)).json()["type"] == "/problems/own-membership"
    assert await state_of(house, membership) == "requested"


@pytest.mark.parametrize(("asking", "deciding"), TWO_TOKENS_OF_ONE_PERSON)
async def test_nobody_decides_on_her_own_membership_with_another_token(
    house: House, asking: Token, deciding: Token
) -> None:
    await profile(house, 1)
    filiere = await on_request(house)
    herself = house.as_person(asking[0], Role.MEMBER, number=asking[1])
    membership = (await herself.post(path_of(filiere, "/join"))).json()["id"]
    again = house.as_person(deciding[0], Role.FACILITATOR, number=deciding[1], filieres=(filiere,))
    assert (await again.post(at(membership, "approve"))).json()["type"] == "/problems/own-membership"
    assert (await again.post(at(membership, "decline"), json={"reason": "x"})).status_code == 403
    assert await state_of(house, membership) == "requested"
    assert (await act(house, membership, "approve")).status_code == 200


async def test_nobody_invites_herself_with_another_token(house: House) -> None:
    await profile(house, 1)
    filiere = await on_request(house)
    staff = house.as_person("ana", Role.STAFF)
    invitation = await staff.post(path_of(filiere, "/invite"), json={"member_id": str(member_number(1))})
    herself = house.as_person("ana", Role.MEMBER, number=1)
    refused = await herself.post(at(invitation.json()["id"], "accept"))
    assert (refused.status_code, refused.json()["type"]) == (403, "/problems/own-membership")
    assert (await herself.post(at(invitation.json()["id"], "refuse"))).status_code == 200
