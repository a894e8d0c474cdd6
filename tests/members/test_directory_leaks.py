"""Attacks: whatever is hidden from somebody changes nothing of what they are told, not even how they are told it."""

from pathlib import Path
from typing import Any

import pytest

from members.audiences import OWNER, SECRETS, SEES, WRITTEN, companions, onlookers, owner
from members.conftest import quiet_house
from members.leaks.knocking import Told, knock
from partage_members.profiles.fields import ProfileField
from support.databases import Databases
from support.house import House, member_number

_FACETS = "&".join(
    f"facets={kind}" for kind in ("trade", "sector", "territory", "filiere", "language", "stage", "available")
)
NEARBY = ("50.83,4.37", "51.05,3.72", "50.82,4.34")
"""Ixelles, Gent and Saint-Gilles: where the owner is, where she is otherwise, and where she works."""

QUESTIONS = (
    *(
        f"?office=brussels&query={words}&{_FACETS}"
        for words in ("", "zonnebloem", "zonebloem", "zonn", "bakker", "elodie", "gent")
    ),
    "?office=brussels&trade=baker&facets=trade",
    "?office=brussels&territory=BE2&facets=language",
    "?office=brussels&limit=1&language=en",
    "?office=brussels&available=available",
    "?office=brussels&stage=starting",
    "/completions?office=brussels&query=zon",
    "/completions?office=brussels&query=bak",
    *(f"/completions?office=brussels&query={begun}" for begun in ("boul", "gen", "alim", "e", "pat")),
    f"/members/{member_number(OWNER)}",
    "?office=brussels&sector=10",
    *(
        f"?office=brussels&near={where}&within_km=30&sort={sort}"
        for where in NEARBY
        for sort in ("relevance", "distance")
    ),
    "?office=brussels&cursor=nonsense",
)


CHANGED = [field for field in SECRETS if field != "joined_on"]
"""What a member may change of it."""


async def told(house: House, who: str) -> list[Told]:
    """All that somebody is told, and by which statements."""
    client = onlookers(house)[who]
    return [await knock(house, client, "GET", f"/members/v1/directory{question}") for question in QUESTIONS]


@pytest.mark.parametrize("field", SECRETS)
@pytest.mark.parametrize("audience", ["nobody", "filiere", "members"])
async def test_two_houses_that_differ_in_what_is_hidden_answer_alike(
    fresh_databases: Databases, home: Path, field: str, audience: str
) -> None:
    audiences = dict.fromkeys([one.value for one in ProfileField], "public") | {field: audience}
    seen: list[dict[str, Any]] = []
    for secret in ({}, SECRETS[field]):
        async with quiet_house(fresh_databases, home) as house:
            await owner(house, audiences, **secret)
            plain = {"given_name": "Jo", "family_name": "Ek"}
            await house.as_member(2).post("/members/v1/profiles/mine", json=plain)
            blind = [who for who, audiences_seen in SEES.items() if audience not in audiences_seen]
            seen.append({who: await told(house, who) for who in blind})
    one, other = seen
    assert one, "nobody is kept from it"
    for who, answers in one.items():
        for question, mine, theirs in zip(QUESTIONS, answers, other[who], strict=True):
            assert mine == theirs, (who, question)


@pytest.mark.parametrize("field", CHANGED)
async def test_a_hidden_change_is_not_told_by_what_was_told_before(
    fresh_databases: Databases, home: Path, field: str
) -> None:
    (changed,) = SECRETS[field]
    async with quiet_house(fresh_databases, home) as house:
        await owner(house, dict.fromkeys([one.value for one in ProfileField], "public") | {field: "nobody"})
        await companions(house)
        before = {who: await told(house, who) for who in SEES}
        me = house.as_member(OWNER)
        tag = (await me.get("/members/v1/profiles/mine")).headers["etag"]
        answer = await me.patch("/members/v1/profiles/mine", json=dict(SECRETS[field]), headers={"If-Match": tag})
        assert answer.status_code == 200 and answer.json()[changed] != WRITTEN[changed]
        for who in SEES:
            assert await told(house, who) == before[who], who
