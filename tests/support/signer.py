"""Keys of every kind, and tokens signed with them: right ones, and ones that must be refused."""

import json
import time
from typing import Any

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa

ISSUER = "https://id.example.org"
AUDIENCE = "partage"

_GENERATE: dict[str, Any] = {
    "RS256": lambda: rsa.generate_private_key(65537, 2048),
    "ES256": lambda: ec.generate_private_key(ec.SECP256R1()),
    "EdDSA": ed25519.Ed25519PrivateKey.generate,
}


def good_claims(**changed: Any) -> dict[str, Any]:
    """The claims of a buyer of Brussels, valid for a minute; a claim given as None is left out."""
    now = int(time.time())
    claims = {
        "iss": ISSUER,
        "aud": AUDIENCE,
        "iat": now,
        "exp": now + 60,
        "sub": "ana",
        "office": "brussels",
        "roles": ["buyer"],
    }
    return _without_none(claims | changed)


def _without_none(values: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in values.items() if value is not None}


class Signer:
    """One key pair and what is signed with it."""

    def __init__(self, algorithm: str, kid: str) -> None:
        self.algorithm, self.kid = algorithm, kid
        self.private = _GENERATE[algorithm]()

    def jwk(self, **changed: Any) -> dict[str, Any]:
        """The public key as a JWK; a member given as None is left out."""
        described = jwt.get_algorithm_by_name(self.algorithm).to_jwk(self.private.public_key(), as_dict=True)
        return _without_none(
            {**described, "kid": self.kid, "alg": self.algorithm, "use": "sig", "key_ops": None} | changed
        )

    def sign(self, claims: dict[str, Any] | None = None, **header: Any) -> str:
        """A token; `kid=None` leaves the key unnamed, `typ=None` the type."""
        headers = {"kid": self.kid} | header
        if headers["kid"] is None:
            del headers["kid"]
        return jwt.encode(good_claims() if claims is None else claims, self.private, self.algorithm, headers=headers)


def key_set(*jwks: dict[str, Any]) -> str:
    """A JWK Set document."""
    return json.dumps({"keys": jwks})
