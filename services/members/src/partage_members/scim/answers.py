"""Users, groups and what is told about them, as SCIM documents; loaded by the first call, as its models take long."""

import json
from typing import Any
from uuid import UUID

from fastapi import Response
from pydantic import ValidationError
from scim2_models import Context, Group, Resource, ResponseParameters, User

from partage_kit.db import Readable
from partage_kit.errors import Invalid
from partage_members.scim import discovery, queries
from partage_members.scim.asked import MEDIA_TYPE, Asked, Client, Shown
from partage_members.scim.filters import read_filter


async def users(session: Readable, office: str, client: Client, asked: Asked) -> Response:
    """One page of users."""
    shown = _parameters(User, asked)
    total, found = await queries.users(
        session, office, client, read_filter(User, asked.filter), asked.start, asked.count
    )
    return _list(found, total, asked.start, shown)


async def user(session: Readable, office: str, client: Client, user_id: UUID, shown: Shown) -> Response:
    """One user."""
    parameters = _parameters(User, shown)
    return _one(await queries.one_user(session, office, client, user_id), parameters)


async def groups(session: Readable, office: str, client: Client, asked: Asked) -> Response:
    """One page of groups, without their members."""
    shown = _parameters(Group, asked)
    wanted = read_filter(Group, asked.filter)
    total, found = await queries.groups(session, office, client, wanted, asked.start, asked.count)
    return _list(found, total, asked.start, shown)


async def group(session: Readable, office: str, client: Client, group_id: UUID, shown: Shown) -> Response:
    """One group, with its members unless they are excluded."""
    parameters = _parameters(Group, shown)
    with_members = "members" not in (shown.excluded or "").replace(" ", "").split(",")
    return _one(await queries.one_group(session, office, client, group_id, with_members=with_members), parameters)


def config() -> Response:
    """What of SCIM there is here."""
    return _answer(discovery.CONFIG.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE))


def resource_types() -> Response:
    """Which kinds of resources there are."""
    return _answer(discovery.listed(discovery.RESOURCE_TYPES))


def schemas() -> Response:
    """Which attributes they have."""
    return _answer(discovery.listed(discovery.SCHEMAS))


def _parameters(kind: Any, shown: Shown) -> ResponseParameters[Any]:
    try:
        made: ResponseParameters[Any] = ResponseParameters[kind](
            attributes=shown.attributes or None, excluded_attributes=shown.excluded or None
        )
    except ValidationError as error:
        place = {"pointer": "/query/attributes", "detail": str(error.errors()[0]["msg"])[:200]}
        raise Invalid("the attributes cannot be chosen so", errors=[place]) from error
    return made


def _one(resource: Resource[Any], parameters: ResponseParameters[Any]) -> Response:
    return _answer(resource.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=parameters))


def _list(found: Any, total: int, start: int, parameters: ResponseParameters[Any]) -> Response:
    dumped = [one.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE, response_parameters=parameters) for one in found]
    return _answer(discovery.list_of(dumped, total, start))


def _answer(document: dict[str, Any]) -> Response:
    return Response(json.dumps(document, ensure_ascii=False, separators=(",", ":")), media_type=MEDIA_TYPE)
