"""What SCIM clients ask first: what there is, which kinds of resources, and with which attributes."""

from typing import Any

from scim2_models import (
    AuthenticationScheme,
    Bulk,
    ChangePassword,
    Context,
    ETag,
    Filter,
    Group,
    ListResponse,
    Patch,
    ResourceType,
    ServiceProviderConfig,
    Sort,
    User,
)

CONFIG = ServiceProviderConfig(
    patch=Patch(supported=False),
    bulk=Bulk(supported=False, max_operations=0, max_payload_size=0),
    filter=Filter(supported=True, max_results=200),
    change_password=ChangePassword(supported=False),
    sort=Sort(supported=False),
    etag=ETag(supported=False),
    authentication_schemes=[
        AuthenticationScheme(
            type=AuthenticationScheme.Type.oauthbearertoken,
            name="OAuth bearer token",
            description="An access token with the role integrator or office_admin",
        )
    ],
)
RESOURCE_TYPES = (ResourceType.from_resource(User), ResourceType.from_resource(Group))
SCHEMAS = (User.to_schema(), Group.to_schema())


def listed(resources: Any) -> dict[str, Any]:
    """Some resources of discovery as a list."""
    dumped = [one.model_dump(scim_ctx=Context.RESOURCE_QUERY_RESPONSE) for one in resources]
    return list_of(dumped, len(dumped), 1)


def list_of(dumped: list[dict[str, Any]], total: int, start: int) -> dict[str, Any]:
    """Resources as a ListResponse (RFC 7644, section 3.4.2)."""
    counts = {"totalResults": total, "startIndex": start, "itemsPerPage": len(dumped)}
    return {"schemas": [str(ListResponse.__schema__)], **counts, "Resources": dumped}
