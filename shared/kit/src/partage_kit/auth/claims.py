"""The claims of an access token that name its caller, checked strictly."""

from collections.abc import Mapping
from typing import Annotated, Any
from uuid import UUID

from pydantic import BaseModel, ConfigDict, ValidationError

from partage_kit.auth.caller import Caller
from partage_kit.auth.roles import Role
from partage_kit.errors import Unauthenticated
from partage_kit.types import OfficeCode
from partage_kit.types.patterns import Pattern

NOT_ACCEPTED = "the access token is not accepted"

_KNOWN = {role.value: role for role in Role}


class Claims(BaseModel):
    """What Partage reads of a token besides issuer, audience and times; other claims are left alone."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    # OpenID Connect Core 1.0, section 2: at most 255 ASCII characters; printable ones, since it stands in logs
    sub: Annotated[str, Pattern(r"^[\x20-\x7e]{1,255}$", "1 to 255 letters, digits and signs of ASCII")]
    office: OfficeCode
    roles: list[str] = []
    member_id: UUID | None = None
    filieres: list[UUID] = []
    territory: (
        Annotated[
            str,
            Pattern(r"^[A-Za-z0-9][A-Za-z0-9._:-]{0,63}$", "a code of letters, digits, ., _, : and -, such as BE10"),
        ]
        | None
    ) = None

    def caller(self) -> Caller:
        """The caller these claims name; roles that Partage does not know are passed over."""
        return Caller(
            subject=self.sub,
            office=self.office,
            roles=frozenset(_KNOWN[role] for role in self.roles if role in _KNOWN),
            member_id=self.member_id,
            filieres=frozenset(self.filieres),
            territory=self.territory,
        )


def caller_from(payload: Mapping[str, Any]) -> Caller:
    """The caller that a verified payload names.

    Raises:
        Unauthenticated: a claim is missing or malformed.
    """
    try:
        return Claims.model_validate(payload).caller()
    except ValidationError as error:
        raise Unauthenticated(NOT_ACCEPTED) from error
