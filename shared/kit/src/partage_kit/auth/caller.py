"""Who calls, and which handlers serve them: `caller: Buyer` in a signature is the whole policy of a route."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Annotated
from uuid import UUID

from fastapi import Depends, Request
from fastapi.openapi.models import HTTPBearer as HTTPBearerScheme
from fastapi.security.base import SecurityBase

from partage_kit.auth.roles import Role
from partage_kit.errors import Forbidden, Unauthenticated
from partage_kit.types import Person


@dataclass(frozen=True, slots=True)
class Caller:
    """The person or program behind a verified token, in the one office the token speaks for."""

    subject: str
    office: str
    roles: frozenset[Role]
    member_id: UUID | None = None
    filieres: frozenset[UUID] = frozenset()
    territory: str | None = None

    def has(self, role: Role) -> bool:
        """Whether the caller holds the role; a member without a member id is none."""
        return role in self.roles and (role is not Role.MEMBER or self.member_id is not None)

    def animates(self, filiere_id: UUID) -> bool:
        """Whether the caller is a facilitator of this filière; the role alone opens no filière."""
        return self.has(Role.FACILITATOR) and filiere_id in self.filieres

    @property
    def person(self) -> Person:
        """Who this is, to be remembered with what they submit."""
        return Person(self.subject, self.member_id)

    @property
    def member(self) -> UUID:
        """The member this caller is.

        Raises:
            Forbidden: the caller is no member.
        """
        if self.member_id is None or not self.has(Role.MEMBER):
            raise Forbidden("only a member can do this")
        return self.member_id


def bearer_token(headers: Iterable[tuple[bytes, bytes]]) -> str | None:
    """The access token among raw ASGI headers (RFC 6750, section 2.1); None when nobody tries to identify.

    Raises:
        Unauthenticated: the Authorization header is repeated, empty, or of another scheme than Bearer.
    """
    values = [value for name, value in headers if name == b"authorization"]
    if not values:
        return None
    # two headers could mean one caller to a proxy and another to us
    scheme, _, token = values[0].decode("latin-1").partition(" ")
    if len(values) > 1 or scheme.lower() != "bearer" or not token:
        raise Unauthenticated("the request needs one Authorization header: Bearer and the token")
    return token.strip(" ")


async def identify(request: Request) -> Caller | None:
    """The verified caller, kept at `request.state.caller`; None without an Authorization header.

    Raises:
        Unauthenticated: there is a token, and it is not accepted.
        Unavailable: the identity provider's keys cannot be fetched.
    """
    if hasattr(request.state, "caller"):
        known: Caller | None = request.state.caller
        return known
    token = bearer_token(request.headers.raw)
    caller = None if token is None else await request.app.state.service.verifier.verify(token)
    request.state.caller = caller
    return caller


class Allow(SecurityBase):
    """Serve callers who hold at least one of these roles; without roles, everybody with a valid token.

    It is the security scheme that OpenAPI shows and the check itself: one dependency, not three, on every request.
    """

    def __init__(self, *roles: Role) -> None:
        self.roles = frozenset(roles)
        self.scheme_name = "access_token"
        self.model = HTTPBearerScheme(bearerFormat="JWT")

    async def __call__(self, request: Request) -> Caller:
        """Pass the caller on.

        Raises:
            Unauthenticated: the request carries no token.
            Forbidden: the caller holds none of the roles.
        """
        caller = await identify(request)
        if caller is None:
            raise Unauthenticated("the request carries no access token")
        if self.roles and not any(caller.has(role) for role in self.roles):
            raise Forbidden(f"this needs the role {' or '.join(sorted(self.roles))}")
        return caller


class AllowStrangers(SecurityBase):
    """Serve everybody, and know who they are when they bring a token."""

    scheme_name = "access_token_or_none"
    model = HTTPBearerScheme(bearerFormat="JWT")

    async def __call__(self, request: Request) -> Caller | None:
        """Pass the caller on, or None when nobody tries to identify.

        Raises:
            Unauthenticated: there is a token, and it is not accepted.
        """
        return await identify(request)


Visitor = Annotated[Caller | None, Depends(AllowStrangers())]
"""Everybody: with a valid token somebody known, without one nobody in particular; for routes listed as public."""

Anyone = Annotated[Caller, Depends(Allow())]
"""Everybody with a valid token."""

Member = Annotated[Caller, Depends(Allow(Role.MEMBER))]
Facilitator = Annotated[Caller, Depends(Allow(Role.FACILITATOR))]
Buyer = Annotated[Caller, Depends(Allow(Role.BUYER))]
EthicsCommittee = Annotated[Caller, Depends(Allow(Role.ETHICS_COMMITTEE))]
Evaluator = Annotated[Caller, Depends(Allow(Role.EVALUATOR))]
Staff = Annotated[Caller, Depends(Allow(Role.STAFF))]
OfficeAdmin = Annotated[Caller, Depends(Allow(Role.OFFICE_ADMIN))]
PlatformAdmin = Annotated[Caller, Depends(Allow(Role.PLATFORM_ADMIN))]
Integrator = Annotated[Caller, Depends(Allow(Role.INTEGRATOR))]
