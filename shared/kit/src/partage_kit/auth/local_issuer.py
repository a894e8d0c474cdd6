"""An issuer for trying Partage out: one key pair in the house's folder, tokens for any role. Never for production."""

import json
import time
from collections.abc import Collection
from datetime import timedelta
from pathlib import Path
from uuid import NAMESPACE_URL, UUID, uuid5

import jwt
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from jwt.algorithms import OKPAlgorithm

from partage_kit.auth.claims import Claims
from partage_kit.auth.roles import Role
from partage_kit.private_files import write_private_once
from partage_kit.settings import LOCAL_ISSUER, Environment, Settings, WrongSettings
from partage_kit.types import new_id

TTL = timedelta(hours=12)


def key_file(settings: Settings) -> Path:
    """Where the local issuer keeps its key pair, as a JWK Set."""
    return settings.home / "issuer.json"


def issue(
    settings: Settings,
    roles: Collection[Role],
    office: str,
    member_id: UUID | None = None,
    *,
    subject: str | None = None,
    filieres: Collection[UUID] = (),
    territory: str | None = None,
    ttl: timedelta = TTL,
    make_key: bool = True,
) -> str:
    """An access token of the local issuer, valid from now for `ttl`; by default the key pair is made if there is none.

    Raises:
        WrongSettings: this house has an identity provider, runs for real, has no key or cannot keep one.
        ValueError: a claim would not be accepted, such as an office code with capitals.
    """
    if settings.env is Environment.PRODUCTION or settings.oidc_issuer is not None:
        raise WrongSettings(
            "the local issuer serves only a house without PARTAGE_OIDC_ISSUER: get the token from that provider"
        )
    claims = Claims(
        sub=subject or (f"member:{member_id}" if member_id else f"{'+'.join(sorted(roles))}@{office}"),
        office=office,
        roles=sorted(roles),
        member_id=member_id,
        filieres=sorted(filieres),
        territory=territory,
    )
    now = int(time.time())
    payload = claims.model_dump(mode="json", exclude_defaults=True) | {
        "iss": LOCAL_ISSUER,
        "aud": settings.oidc_audience,
        "iat": now,
        "exp": now + int(ttl.total_seconds()),
        "jti": str(new_id()),
    }
    key = signing_key(key_file(settings), make=make_key)
    return jwt.encode(payload, key, headers={"kid": key.key_id, "typ": "at+jwt"})


def trial_member(office: str) -> UUID:
    """The member id that a trial token of an office carries when none is given; always the same one."""
    return uuid5(NAMESPACE_URL, f"partage:{office}:trial-member")


def signing_key(file: Path, *, make: bool = True) -> jwt.PyJWK:
    """The key pair of a file, which is made when there is none yet, unless that is not to be.

    Raises:
        WrongSettings: there is none, it can be neither read nor made, or the file holds no key pair of this issuer.
    """
    try:
        if not file.exists():
            if not make:
                raise WrongSettings(
                    f"no key signs tokens in {file.parent.absolute()}, so nothing would accept one: say this where the"
                    " services run, or set PARTAGE_HOME to their folder; for the first token there, add --new-key"
                )
            _create(file)
        key = jwt.PyJWK(json.loads(file.read_bytes())["keys"][0])
        if not isinstance(key.key, Ed25519PrivateKey) or not isinstance(key.key_id, str):
            raise ValueError("not a private key with a name")
    except OSError as error:
        raise WrongSettings(f"PARTAGE_HOME: the local issuer's key cannot be kept there: {error}") from error
    except (ValueError, LookupError, TypeError, AttributeError, jwt.PyJWTError) as error:
        raise WrongSettings(f"{file} is no key of the local issuer; remove it, and a new one is made") from error
    return key


def _create(file: Path) -> None:
    """Write a new key pair, unless another process did it first: only a whole file ever has the final name."""
    jwk = OKPAlgorithm.to_jwk(Ed25519PrivateKey.generate(), as_dict=True)
    jwk |= {"kid": str(new_id()), "alg": "EdDSA", "use": "sig"}
    write_private_once(file, json.dumps({"keys": [jwk]}))
