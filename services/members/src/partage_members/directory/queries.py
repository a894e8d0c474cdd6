"""Named reads of members as a caller sees them."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Float, Uuid, column

from partage_kit.auth import Caller
from partage_kit.db import Readable
from partage_kit.errors import Invalid
from partage_kit.http.pages import Order, PageOf, cursor_at, place_of
from partage_members.audiences.circles import circles_of, circles_of_many
from partage_members.audiences.policy import ANYBODY, Viewer
from partage_members.audiences.viewers import viewer_of
from partage_members.directory.errors import MemberNotFound
from partage_members.directory.labels import labels_of_codes
from partage_members.directory.offices import require_office
from partage_members.directory.schemas import (
    CodeCount,
    DirectoryPage,
    DirectoryQuery,
    DirectorySort,
    FoundMember,
    Total,
)
from partage_members.filters import require_codes
from partage_members.profiles.naming import with_place_names
from partage_members.profiles.queries import find_profile, some_profiles
from partage_members.profiles.schemas import VisibleProfile
from partage_members.profiles.views import seen
from partage_members.search.asked import Asked, Near
from partage_members.search.counting import Counts
from partage_members.search.documents import Point
from partage_members.search.searching import Hit, Search, prepare

_PLACE = (column("place", Float), True), (column("id", Uuid), False)
"""Behind whom a page begins: her id, as the number by which the index orders tells how many others it holds."""
_ORDERS = {DirectorySort.RELEVANCE: Order("relevance", *_PLACE), DirectorySort.DISTANCE: Order("distance", *_PLACE)}


async def visible_member(session: Readable, caller: Caller | None, member_id: UUID) -> VisibleProfile:
    """A member of any office as the caller sees her.

    Raises:
        MemberNotFound
    """
    # the same statements whether she hides, is of another office or does not exist
    at_home = ANYBODY if caller is None else await viewer_of(session, caller, caller.office)
    row, circles = await find_profile(session, member_id), await circles_of(session, member_id)
    is_colleague = row is not None and caller is not None and row.office == caller.office
    view = None if row is None else seen(row, circles, at_home if is_colleague else ANYBODY)
    if view is None:
        raise MemberNotFound()
    (named,) = await with_place_names(session, [view])
    return named


async def find_members(
    session: Readable, caller: Caller | None, wanted: DirectoryQuery, paging: PageOf
) -> DirectoryPage:
    """One page of the members of an office who are found, as the caller sees them.

    Raises:
        Invalid: no office is named and the caller has none; or distances are asked for from nowhere.
        OfficeNotFound
        UnknownCode: a code is no concept, or no region.
    """
    office = office_of(caller, wanted.office)
    await require_codes(session, office, wanted)
    viewer = await viewer_of(session, caller, office)
    by_distance = wanted.sort is DirectorySort.DISTANCE
    asked = Asked(wanted.query, wanted.codes(), _near(wanted), by_distance)
    search = await prepare(session, office, viewer.scopes, asked)
    hits, following = await _page(search, paging, _ORDERS[wanted.sort])
    if not hits:
        await require_office(session, caller, office)
    paging.announce(following)
    items = await _shown(session, hits, viewer)
    first: dict[str, Any] = {} if paging.cursor else await _overview(session, search, wanted, hits, office)
    return DirectoryPage(items=items, next=following, **first)


@dataclass(frozen=True, slots=True)
class Found:
    """One page of members, best first, and the cursor of the next."""

    found: Sequence[UUID]
    following: str | None


async def search_publicly(
    session: Readable, office: str, words: str, paging: PageOf
) -> tuple[Found, Counts, str | None]:
    """Who is found among those who show themselves to everybody; how many they are; what was perhaps meant.

    Raises:
        OfficeNotFound
    """
    search = await prepare(session, office, ANYBODY.scopes, Asked(words))
    hits, following = await _page(search, paging, _ORDERS[DirectorySort.RELEVANCE])
    if not hits:
        await require_office(session, None, office)
    return Found([hit.id for hit in hits], following), await search.counts(()), await search.perhaps_meant(hits)


def _near(wanted: DirectoryQuery) -> Near | None:
    """The point that was named, and how far around it.

    Raises:
        Invalid: distances are asked for from nowhere.
    """
    if wanted.near is not None:
        latitude, longitude = map(float, wanted.near.split(","))
        return Near(Point(latitude, longitude), wanted.within_km)
    if wanted.sort is DirectorySort.DISTANCE:
        place = {"pointer": "/query/near", "detail": "needed to sort by distance"}
        raise Invalid("say from where distances count", errors=[place])
    return None


async def _page(search: Search, paging: PageOf, order: Order) -> tuple[Sequence[Hit], str | None]:
    """The hits of one page, and the cursor of the next."""
    after = await _behind(search, *place_of(order, paging.cursor)) if paging.cursor else None
    hits = await search.page(paging.limit + 1, after)
    page = hits[: paging.limit]
    following = cursor_at(order, (page[-1].place[0], page[-1].id)) if len(hits) > paging.limit else None
    return page, following


async def _behind(search: Search, place: float, member_id: UUID) -> tuple[float, int]:
    """The place in the order of a member whom the caller sees; who hides is told like one who does not exist.

    Raises:
        Invalid: they do not see her, or no longer.
    """
    number = await search.number_of(member_id)
    if number is None:
        gone = {"pointer": "/query/cursor", "detail": "begin again, without a cursor"}
        raise Invalid("the last member of that page is not found any more", errors=[gone])
    return place, number


async def _shown(session: Readable, hits: Sequence[Hit], viewer: Viewer) -> list[FoundMember]:
    ids = [hit.id for hit in hits]
    rows = {row.id: row for row in await some_profiles(session, ids)}
    circles = await circles_of_many(session, ids)
    found = ((hit, seen(rows[hit.id], circles[hit.id], viewer)) for hit in hits if hit.id in rows)
    shown = [FoundMember(kilometres=hit.kilometres, **dict(view)) for hit, view in found if view is not None]
    return await with_place_names(session, shown)


async def _overview(
    session: Readable, search: Search, wanted: DirectoryQuery, hits: Sequence[Hit], office: str
) -> dict[str, Any]:
    counts = await search.counts(wanted.facets)
    labels = await labels_of_codes(session, office, counts.codes)
    return {
        "total": Total(count=counts.total, exact=counts.is_exact),
        "facets": {
            kind: [
                CodeCount(code=code, count=count, exact=kind in counts.exactly, labels=labels[kind].get(code))
                for code, count in codes.items()
            ]
            for kind, codes in counts.codes.items()
        },
        "did_you_mean": await search.perhaps_meant(hits),
    }


def office_of(caller: Caller | None, named: str | None) -> str:
    """The office that is looked at: the named one, else the caller's own.

    Raises:
        Invalid: there is neither.
    """
    if named is None and caller is None:
        place = {"pointer": "/query/office", "detail": "needed without a token"}
        raise Invalid("name the office with `office`, or come with a token of one", errors=[place])
    return named or (caller.office if caller else "")
