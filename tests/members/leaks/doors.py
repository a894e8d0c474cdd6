"""A house in which a member is shown behind every door, and what people are told who knock at them."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import NamedTuple
from uuid import UUID

import httpx

from members import exporting, initiating
from members.audiences import COMPANION, MEMBER, OWNER, SEES, companions, onlookers, owner
from members.consenting import given, published
from members.given import filiere_at, path_of, profile
from members.leaks.knocking import Told, knock
from partage_kit.auth import Role
from partage_members.profiles.fields import ProfileField
from support.connecting import (
    ANSWERS,
    CONVERSATIONS,
    OPPORTUNITIES,
    POSTS,
    SPACES,
    TOPICS,
    answered,
    done,
    posted,
    started,
    write,
    wrote,
)
from support.house import House, member_number
from support.purchasing import made

FORMER = 4
"""The number of a member who left the filière of the owner."""

PUBLIC: dict[str, str] = dict.fromkeys([field.value for field in ProfileField], "public")
WANTED = ["graphic-designer", "baker"]
"""Trades of the owner, as they are and as they become."""

WHO_SEES: Mapping[str, tuple[str, ...]] = {
    **SEES,
    "former companion": ("members", "partners", "public"),
    "facilitator of hers": ("members", "partners", "public"),
    "integrator": ("members", "partners", "public"),
}
"""Which audiences each of those who knock belongs to; an integrator reads what members are shown (SCIM)."""

KNOCKING: Mapping[str, tuple[str, ...]] = {
    "directory": ("companion", "member", "former companion", "partner", "abroad", "stranger"),
    "scim": ("integrator",),
    "people": ("companion", "member", "former companion", "facilitator of hers"),
    "noun": ("member", "former companion", "staff", "partner", "client", "stranger"),
}
"""Who knocks at which kind of door; at others they are refused, or told what somebody else is told."""

TENDING = ("staff", "facilitator of hers")
"""Who tends the filière of the owner, and so knows all who belong to it."""

Door = tuple[str, str]
"""What kind of door it is, and its address."""


class Doors(NamedTuple):
    """A populated house: its filières, what the owner did there, and every door that shows members to others."""

    house: House
    filiere: UUID
    other_filiere: UUID
    ids: Mapping[str, str]
    doors: Sequence[Door]

    def people(self) -> dict[str, httpx.AsyncClient]:
        """Somebody of each kind who knocks."""
        role = self.house.as_role
        return onlookers(self.house) | {
            "former companion": self.house.as_member(FORMER),
            "facilitator of hers": role(Role.FACILITATOR, filieres=(self.filiere,)),
            "integrator": role(Role.INTEGRATOR),
        }


async def told(
    doors: Doors, people: Collection[str], but: Callable[[str, str], bool] = lambda _who, _kind: False
) -> dict[tuple[str, str], Told]:
    """What each of these people is told at every door but some (who, kind)."""
    clients = doors.people()
    return {
        (who, path): await knock(doors.house, clients[who], "GET", path)
        for kind, path in doors.doors
        for who in KNOCKING[kind]
        if who in people and not but(who, kind)
    }


def assert_same(one: Mapping[tuple[str, str], Told], other: Mapping[tuple[str, str], Told], why: object) -> None:
    """Nobody is told anything else than before, nor otherwise."""
    assert one, "nobody knocks"
    differing = [(where, one[where], other[where]) for where in one if one[where] != other[where]]
    assert not differing, (why, differing[0], [where for where, _, _ in differing])


async def populated(house: House) -> Doors:
    """The owner, in a filière with her companion, does all that members can be seen doing."""
    await owner(house, PUBLIC)
    filiere = await companions(house)
    other = await filiere_at(house, "active")
    for number in (MEMBER, FORMER):
        await profile(house, number, name="Ek")
    former = house.as_member(FORMER)
    membership = await made(await former.post(path_of(filiere, "/join")))
    await made(await former.post(f"/members/v1/memberships/{membership['id']}/leave"), 200)
    ids = await _work(house, filiere) | await _talk(house, filiere)
    await _in_office_once(house, filiere)
    return Doors(house, filiere, other, ids, (*_directory(), *_scim(filiere), *_groups(filiere, other), *_nouns(ids)))


async def _work(house: House, filiere: UUID) -> dict[str, str]:
    """Opportunities that the owner posts and answers, and an initiative of hers."""
    me, staff = house.as_member(OWNER), house.as_role(Role.STAFF)
    for_filiere = {"audience": "filiere", "filieres": [str(filiere)]}
    hers = [await posted(house, me, **more) for more in ({"audience": "public"}, {"audience": "members"}, for_filiere)]
    asking = (house.as_member(MEMBER), house.as_role(Role.PARTNER), staff)
    theirs = [await posted(house, who, audience="public", trades=WANTED) for who in asking]
    answers = [await answered(house, OWNER, one) for one in theirs]
    await initiating.published(house, OWNER)
    initiative = await initiating.published(house, COMPANION)
    await made(await me.put(f"{initiative}/supports/mine"), 200)
    tool = {"kind": "other", "url": "https://forum.example/", "names": {"en": "Forum"}, "audience": "public"}
    space = await made(await staff.post(SPACES, json=tool | {"maintainer_id": str(member_number(OWNER))}))
    return {
        **{f"hers {number}": one["id"] for number, one in enumerate(hers)},
        **{f"theirs {number}": one["id"] for number, one in enumerate(theirs)},
        **{f"answer {number}": one["id"] for number, one in enumerate(answers)},
        "initiative": initiative.rpartition("/")[2],
        "space": space["id"],
    }


async def _talk(house: House, filiere: UUID) -> dict[str, str]:
    """Topics and messages of the owner."""
    me = house.as_member(OWNER)
    for_all, inside = await started(me), await started(me, filiere)
    mine = await made(await me.get("/members/v1/memberships/mine"), 200)
    await wrote(house.as_member(MEMBER), for_all)
    post = await wrote(me, for_all, "Ten a page")
    done(await house.as_member(MEMBER).post(f"{POSTS}/{post['id']}/report", json={"kind": "other"}))
    message = await made(await write(house, MEMBER, OWNER))
    await made(await write(house, OWNER, MEMBER))
    return {
        "topic": for_all["id"],
        "inside": inside["id"],
        "membership": mine["items"][0]["id"],
        "consent": (await given(house, OWNER, await published(house)))["id"],
        "export": (await exporting.asked(house, OWNER))["id"],
        "post": post["id"],
        "conversation": message["conversation_id"],
    }


async def _in_office_once(house: House, filiere: UUID) -> None:
    """The owner facilitated the filière for a while; her companion does now."""
    staff = house.as_role(Role.STAFF)
    for number in (OWNER, COMPANION):
        body = {"member_id": str(member_number(number))}
        appointed = await made(await staff.post(path_of(filiere, "/facilitators"), json=body))
        if number == OWNER:
            await made(await staff.post(f"/members/v1/facilitators/{appointed['id']}/end"), 200)


def _directory() -> list[Door]:
    """Searches, one by one, feeds and cards."""
    facets = "&".join(f"facets={kind}" for kind in ("trade", "territory", "filiere", "language", "stage", "available"))
    words = ("", "zonebloem", "elodie")
    member = f"/members/{member_number(OWNER)}"
    found = (
        *(f"?office=brussels&query={word}&{facets}" for word in words),
        "?office=brussels&limit=1",
        *("/completions?office=brussels&query=zon", "/page?office=brussels&query=zonebloem&lang=nl"),
        *(
            member,
            f"{member}/page?lang=nl",
            f"{member}/page?office=brussels&lang=nl",
            *(f"{member}/card?format={format}" for format in ("vcard", "json_ld", "murmurations")),
        ),
    )
    feeds = [f"/members/v1/feeds/brussels/members?format={format}" for format in ("atom", "json")]
    return [("directory", f"/members/v1/directory{one}") for one in found] + [("directory", one) for one in feeds]


def _scim(filiere: UUID) -> list[Door]:
    """Users and groups, and filters that guess."""
    guesses = (
        *(f'emails eq "{email}"' for email in ("elodie@example.org", "zonnebloem@example.org")),
        *(f'emails.value eq "zonnebloem@example.org" and id eq "{member_number(OWNER)}"', 'title sw "Z"'),
        *("emails pr", 'emails co "zonnebloem"', "not (emails pr)", "title pr", 'name.familyName ge "W"'),
        *('addresses.locality eq "Gent"', "photos pr or urn:x pr", 'meta.lastModified gt "2026-01-01T00:00:00Z"'),
        *('name.familyName eq "Zonnebloem"', f'userName eq "{member_number(OWNER)}"', "phoneNumbers pr"),
    )
    asked = (
        *(f"/Users?filter={guess}" for guess in guesses),
        *("/Users?sortBy=emails.value", "/Users?sortBy=name.familyName&sortOrder=descending", "/Users?count=1"),
        *("/Users", "/Users?count=0", f"/Users/{member_number(OWNER)}", "/Groups", f"/Groups/{filiere}"),
    )
    return [("scim", f"/members/v1/scim/v2{one}") for one in asked]


def _groups(filiere: UUID, other: UUID) -> list[Door]:
    """Who belongs to filières, and who once facilitated one."""
    people = ("?sort=name", "?sort=-created_at", "?limit=1")
    return [
        ("noun", "/members/v1/filieres"),
        ("noun", path_of(filiere)),
        *(("people", path_of(one, f"/memberships{how}")) for one in (filiere, other) for how in people),
        ("people", path_of(filiere, "/facilitators?ended=true")),
    ]


def _nouns(ids: Mapping[str, str]) -> list[Door]:
    """What the owner wrote and was written to."""
    hers = [ids[name] for name in ids if name.startswith("hers")]
    theirs = [ids[name] for name in ids if name.startswith("theirs")]
    answers = [ids[name] for name in ids if name.startswith("answer")]
    paths = (
        *(f"{OPPORTUNITIES}?office=brussels&{how}" for how in ("", "limit=1&sort=answer_by&trade=baker")),
        *(f"{OPPORTUNITIES}/{one}" for one in hers),
        *(f"{OPPORTUNITIES}/{one}/{below}" for one in theirs for below in ("answers", "complements")),
        *(f"{ANSWERS}/{one}" for one in answers),
        *(TOPICS, f"{TOPICS}/{ids['inside']}", f"{TOPICS}/{ids['topic']}/posts", f"{POSTS}/{ids['post']}"),
        *(f"{SPACES}?office=brussels", f"{SPACES}/{ids['space']}"),
        *(f"{initiating.INITIATIVES}?office=brussels", f"{initiating.INITIATIVES}/{ids['initiative']}"),
        *(CONVERSATIONS, f"{CONVERSATIONS}/{ids['conversation']}"),
    )
    return [("noun", path) for path in paths]
