"""`token`: print an access token of the local issuer."""

import re
from datetime import timedelta
from typing import Annotated, NoReturn
from uuid import UUID

import typer
from pydantic import ValidationError

from partage_kit.auth.local_issuer import issue, trial_member
from partage_kit.auth.roles import Role
from partage_kit.settings import Settings, WrongSettings

_DURATION = re.compile(r"(?P<number>[1-9][0-9]{0,5})(?P<unit>[smhd])")
_UNITS = {"s": "seconds", "m": "minutes", "h": "hours", "d": "days"}


def token_command(
    role: Annotated[list[str] | None, typer.Option(help="a role, one at least; repeat it for several")] = None,
    office: Annotated[str, typer.Option(help="the office the token speaks for")] = "brussels",
    member: Annotated[
        str | None, typer.Option(help="the caller's member id; a member without one gets a trial id")
    ] = None,
    subject: Annotated[str | None, typer.Option(help="who it is, for the audit trail")] = None,
    filiere: Annotated[
        list[str] | None, typer.Option(help="a filière that the facilitator animates; repeat for several")
    ] = None,
    territory: Annotated[str | None, typer.Option(help="the caller's territory")] = None,
    ttl: Annotated[str, typer.Option(help="how long it is valid: 90s, 30m, 12h, 7d")] = "12h",
    new_key: Annotated[
        bool, typer.Option("--new-key", help="make the key that signs tokens, if there is none")
    ] = False,
) -> None:
    """Print an access token of the local issuer, and nothing else, on stdout."""
    roles = _roles(role or [])
    member_id = _uuid("--member", member) if member else None
    if member_id is None and Role.MEMBER in roles:
        member_id = trial_member(office)
    filieres = [_uuid("--filiere", text) for text in filiere or ()]
    try:
        token = issue(
            Settings.load(),
            roles,
            office,
            member_id,
            subject=subject,
            filieres=filieres,
            territory=territory,
            ttl=_ttl(ttl),
            make_key=new_key,
        )
    except WrongSettings as error:
        _refuse(str(error))
    except ValidationError as error:
        first = error.errors()[0]
        _refuse(f"--{first['loc'][0]}: {first['msg']}".replace("--sub:", "--subject:"))
    typer.echo(token)


def _roles(given: list[str]) -> list[Role]:
    known = {role.value: role for role in Role}
    unknown = [name for name in given if name not in known]
    if unknown or not given:
        _refuse(
            f"{'unknown role ' + repr(unknown[0]) if unknown else 'no role given'}; the roles are {', '.join(known)}"
        )
    return [known[name] for name in given]


def _uuid(option: str, text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        _refuse(f"{option}: {text!r} is no UUID")


def _ttl(text: str) -> timedelta:
    found = _DURATION.fullmatch(text)
    if found is None:
        _refuse(f"--ttl: {text!r} is no duration; say 90s, 30m, 12h or 7d")
    return timedelta(**{_UNITS[found["unit"]]: int(found["number"])})


def _refuse(line: str) -> NoReturn:
    typer.echo(line, err=True)
    raise typer.Exit(2)
