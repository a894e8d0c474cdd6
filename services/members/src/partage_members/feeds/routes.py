"""The HTTP door of feeds and cards: without a token, what members show to everybody, in the formats of others."""

import json
from collections.abc import Callable
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response
from pydantic import StringConstraints

from partage_kit.db import ReadSession
from partage_kit.http.pages import Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.types import OfficeCode
from partage_members.directory.errors import MemberNotFound, OfficeNotFound
from partage_members.directory.queries import search_publicly
from partage_members.feeds import atom, json_feed, json_ld, markup, member_page, murmurations, page, queries, vcard
from partage_members.feeds.card import Card
from partage_members.feeds.queries import Addresses
from partage_members.feeds.refusals import PageRoute, page_languages, refused
from partage_members.feeds.schemas import CardFormat, FeedFormat
from partage_members.offices.queries import named_office

router = Router(tags=["feeds"])
pages = Router(prefix="/directory", tags=["feeds"], route_class=PageRoute)

_FORMATS: dict[str, Any] = {"text/vcard": {}, "application/ld+json": {}, "application/json": {}}
_FEEDS: dict[str, Any] = {atom.MEDIA_TYPE: {}, json_feed.MEDIA_TYPE: {}}
_PAGE: dict[str, Any] = {"content": {markup.MEDIA_TYPE: {}}, "description": "the page"}
_FOR_ALL = {"Access-Control-Allow-Origin": "*", "Cache-Control": "no-cache", "X-Content-Type-Options": "nosniff"}
"""Any page may read what is public; nobody keeps it, as a member may hide at any moment."""

_TITLES = {"fr": "Membres", "nl": "Leden", "en": "Members"}


async def _addresses(request: Request) -> Addresses:
    """The public address of the service, else the one that the request came by."""
    return Addresses(request.app.state.service.settings.public_url or str(request.base_url).rstrip("/"))


Here = Annotated[Addresses, Depends(_addresses)]
Wanted = Annotated[tuple[str, ...], Depends(page_languages)]


@router.get(
    "/feeds/{office}/members",
    response_class=Response,
    responses={**problems(OfficeNotFound), 200: {"content": _FEEDS, "description": "the feed, in pages (RFC 5005)"}},
)
async def read_feed(
    office: OfficeCode,
    here: Here,
    wanted: Wanted,
    paging: Paging,
    session: ReadSession,
    format: Annotated[FeedFormat, Query(description="Atom (RFC 4287) or JSON Feed 1.1")] = FeedFormat.ATOM,
) -> Response:
    """Who shows herself to everybody, last changed first; to be read by other websites."""
    cards, following = await queries.newest_cards(session, office, here, paging)
    named = await named_office(session, office)
    query = f"?format={format}&lang={wanted[0]}"
    url = here.feed(office) + query
    changed_at = max((card.changed_at for card in cards), default=atom.NEVER)
    next_url = f"{url}&limit={paging.limit}&cursor={following}" if following else None
    feed = atom.Feed(f"{_TITLES[wanted[0]]} — {named.name(wanted)}", url, next_url, changed_at, wanted[0], cards)
    if format is FeedFormat.ATOM:
        return Response(atom.atom(feed), media_type=atom.MEDIA_TYPE, headers=_FOR_ALL)
    return _json(json_feed.json_feed(feed), json_feed.MEDIA_TYPE)


@router.get(
    "/directory/members/{member_id}/card",
    response_class=Response,
    responses={**problems(MemberNotFound), 200: {"content": _FORMATS, "description": "the card"}},
)
async def read_card(
    member_id: UUID,
    here: Here,
    wanted: Wanted,
    session: ReadSession,
    format: Annotated[
        CardFormat, Query(description="vCard 4.0 (RFC 6350), schema.org JSON-LD or a Murmurations profile")
    ] = CardFormat.VCARD,
) -> Response:
    """A member for an address book, a search engine or another network, with what she shows to everybody."""
    card = await queries.one_card(session, member_id, here)
    if format is CardFormat.VCARD:
        return Response(vcard.vcard(card, wanted), media_type=vcard.MEDIA_TYPE, headers=_FOR_ALL)
    write, media_type = _DOCUMENTS[format]
    return _json(write(card, wanted), media_type)


@pages.get("/page", response_class=Response, responses={**refused(OfficeNotFound), 200: _PAGE})
async def read_page(
    here: Here,
    wanted: Wanted,
    paging: Paging,
    session: ReadSession,
    office: OfficeCode,
    query: Annotated[str, StringConstraints(max_length=200)] = "",
) -> Response:
    """The public directory as a page to embed in a website: no scripts, no cookies, nothing that tells on readers.

    `<iframe src="https://.../members/v1/directory/page?office=brussels&lang=nl" title="Ledengids"></iframe>`
    """
    ids, counts, meant = await search_publicly(session, office, query, paging)
    shown = page.DirectoryPage(
        office=await named_office(session, office),
        language=wanted[0],
        query=query,
        count=counts.total,
        is_exact=counts.is_exact,
        cards=await queries.some_cards(session, ids.found, here),
        feed_url=f"{here.feed(office)}?format=atom&lang={wanted[0]}",
        following=ids.following,
        suggestion=meant or "",
    )
    return Response(page.html(shown), media_type=markup.MEDIA_TYPE, headers=markup.HEADERS)


@pages.get("/members/{member_id}/page", response_class=Response, responses={**refused(MemberNotFound), 200: _PAGE})
async def read_member_page(
    member_id: UUID,
    here: Here,
    wanted: Wanted,
    session: ReadSession,
    office: Annotated[
        OfficeCode | None, Query(description="where you come from: a page that is missing leads back to its directory")
    ] = None,
) -> Response:
    """A member as a page to read, with what she shows to everybody: no scripts, no cookies, nothing from elsewhere.

    It has her as schema.org JSON-LD for search engines, and her card in the language of the page.
    """
    card = await queries.card_of_page(session, member_id, here, office)
    directory_url = f"{here.directory(card.office.code)}&lang={wanted[0]}"
    shown = member_page.MemberPage(card, wanted[0], directory_url)
    return Response(member_page.html(shown), media_type=markup.MEDIA_TYPE, headers=markup.HEADERS)


_Written = Callable[[Card, tuple[str, ...]], dict[str, Any]]
_DOCUMENTS: dict[CardFormat, tuple[_Written, str]] = {
    CardFormat.JSON_LD: (json_ld.person, json_ld.MEDIA_TYPE),
    CardFormat.MURMURATIONS: (murmurations.murmurations_profile, "application/json"),
}


def _json(document: dict[str, Any], media_type: str) -> Response:
    content = json.dumps(document, ensure_ascii=False, separators=(",", ":"))
    return Response(content, media_type=media_type, headers=_FOR_ALL)
