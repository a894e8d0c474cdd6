"""Attacks: whatever is hidden from somebody changes nothing of what they are told, not even how they are told it."""

from pathlib import Path
from uuid import UUID

import pytest

from members.audiences import OWNER, SECRETS, SEES, companions, onlookers, owner
from members.conftest import quiet_house
from members.leaks.knocking import Told, knock
from partage_members.profiles.fields import ProfileField
from support.databases import Databases
from support.house import House, member_number

PUBLIC = dict.fromkeys([one.value for one in ProfileField], "public")
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


OF_OTHERS = [field for field in SECRETS if field != "name"]
DIFFERING = {
    "name": ["name"],
    "everything": OF_OTHERS,
    "some fields": OF_OTHERS[::2],
    "the other fields": OF_OTHERS[1::2],
}
"""What two houses differ in: who shows nothing, and who shows other things beside what she hides."""

HIDING = ("nobody", "filiere", "members", "partners")


async def told(house: House, who: str, filiere: UUID) -> list[Told]:
    """All that somebody is told, and by which statements; the filière has another id in each house."""
    client = onlookers(house)[who]
    answers = [await knock(house, client, "GET", f"/members/v1/directory{question}") for question in QUESTIONS]
    return [one._replace(content=one.content.replace(str(filiere).encode(), b"filiere")) for one in answers]


@pytest.mark.parametrize("fields", DIFFERING.values(), ids=list(DIFFERING))
async def test_two_houses_that_differ_in_what_is_hidden_answer_alike(
    fresh_databases: Databases, home: Path, fields: list[str]
) -> None:
    secrets = {name: value for field in fields for name, value in SECRETS[field].items()}
    seen: list[dict[tuple[str, str], list[Told]]] = []
    for changes in ({}, secrets):
        async with quiet_house(fresh_databases, home) as house:
            await owner(house, PUBLIC | dict.fromkeys(fields, "nobody"), **changes)
            filiere = await companions(house)
            seen.append({})
            for audience in HIDING:
                await _shown_to(house, dict.fromkeys(fields, audience))
                blind = [who for who, audiences_seen in SEES.items() if audience not in audiences_seen]
                seen[-1] |= {(audience, who): await told(house, who, filiere) for who in blind}
    one, other = seen
    assert {audience for audience, _ in one} == set(HIDING), "nobody is kept from it"
    for where, answers in one.items():
        for question, mine, theirs in zip(QUESTIONS, answers, other[where], strict=True):
            assert mine == theirs, (where, question)


async def _shown_to(house: House, audiences: dict[str, str]) -> None:
    me = house.as_member(OWNER)
    tag = (await me.get("/members/v1/profiles/mine")).headers["etag"]
    answer = await me.patch("/members/v1/profiles/mine", json={"audiences": audiences}, headers={"If-Match": tag})
    assert answer.status_code == 200, answer.text
