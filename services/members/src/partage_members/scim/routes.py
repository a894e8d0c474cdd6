"""The HTTP door of SCIM; refusals are the house's problem documents, with the statuses of RFC 7644.

The documents are made by `answers`, which is loaded when it is first asked: its models take a third of a second.
"""

from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends, Query, Request, Response

from partage_kit.auth import Allow, Caller, Role
from partage_kit.db import ReadSession
from partage_kit.http.languages import ReaderLanguages
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_members.scim.asked import MEDIA_TYPE, Asked, Client, Shown
from partage_members.scim.errors import InvalidScimFilter, ScimResourceNotFound, TooManyForScimFilter

router = Router(prefix="/scim/v2", tags=["scim"])

_ANSWER: dict[int | str, dict[str, Any]] = {200: {"content": {MEDIA_TYPE: {}}, "description": "as in RFC 7643"}}
_LIST = {**_ANSWER, **problems(InvalidScimFilter, TooManyForScimFilter)}
_ONE = {**_ANSWER, **problems(ScimResourceNotFound)}

Provisioner = Annotated[Caller, Depends(Allow(Role.INTEGRATOR, Role.OFFICE_ADMIN))]
"""Programs of other tools, and the administrators who connect them."""


async def _client(request: Request, wanted: ReaderLanguages) -> Client:
    """Where these routes are, as a caller reaches them, and what she reads."""
    public = request.app.state.service.settings.public_url or str(request.base_url).rstrip("/")
    return Client(f"{public}/members/v1{router.prefix}", wanted)


Reading = Annotated[Client, Depends(_client)]


@router.get("/Users", response_class=Response, responses=_LIST)
async def list_users(
    caller: Provisioner, client: Reading, asked: Annotated[Asked, Query()], session: ReadSession
) -> Response:
    """Members who show themselves to members, as users, with what they show to members.

    `addresses` name municipalities in your language (`lang`, else Accept-Language); `region` is a NUTS code.
    """
    from partage_members.scim import answers

    return await answers.users(session, caller.office, client, asked)


@router.get("/Users/{user_id}", response_class=Response, responses=_ONE)
async def read_user(
    user_id: UUID, caller: Provisioner, client: Reading, shown: Annotated[Shown, Query()], session: ReadSession
) -> Response:
    """One member as a user."""
    from partage_members.scim import answers

    return await answers.user(session, caller.office, client, user_id, shown)


@router.get("/Groups", response_class=Response, responses=_LIST)
async def list_groups(
    caller: Provisioner, client: Reading, asked: Annotated[Asked, Query()], session: ReadSession
) -> Response:
    """Filières that take members, as groups; read one alone to get its members."""
    from partage_members.scim import answers

    return await answers.groups(session, caller.office, client, asked)


@router.get("/Groups/{group_id}", response_class=Response, responses=_ONE)
async def read_group(
    group_id: UUID, caller: Provisioner, client: Reading, shown: Annotated[Shown, Query()], session: ReadSession
) -> Response:
    """One filière as a group, with the members who show that they belong to it."""
    from partage_members.scim import answers

    return await answers.group(session, caller.office, client, group_id, shown)


@router.get("/ServiceProviderConfig", response_class=Response, responses=_ANSWER)
async def read_service_provider_config(caller: Provisioner) -> Response:
    """What of SCIM there is here: reading, with filters (RFC 7643, section 5)."""
    from partage_members.scim import answers

    return answers.config()


@router.get("/ResourceTypes", response_class=Response, responses=_ANSWER)
async def list_resource_types(caller: Provisioner) -> Response:
    """Users and groups (RFC 7643, section 6)."""
    from partage_members.scim import answers

    return answers.resource_types()


@router.get("/Schemas", response_class=Response, responses=_ANSWER)
async def list_schemas(caller: Provisioner) -> Response:
    """The attributes of users and groups (RFC 7643, section 7)."""
    from partage_members.scim import answers

    return answers.schemas()
