"""From an access token to its caller: signature, issuer, audience and times are checked, or the answer is 401."""

import os
import re
from pathlib import Path
from typing import Any, Self

import jwt
from jwt import PyJWK

from partage_kit.auth.caller import Caller
from partage_kit.auth.claims import NOT_ACCEPTED, caller_from
from partage_kit.auth.keys import FileKeys, KeySource, LocalKeys, holds_private_keys
from partage_kit.auth.local_issuer import key_file
from partage_kit.auth.remembered import RememberedCallers
from partage_kit.errors import Unauthenticated, Unavailable
from partage_kit.settings import LOCAL_ISSUER, Environment, Settings, WrongSettings

ALGORITHMS = ("RS256", "ES256", "EdDSA")
MAX_TOKEN = 8 * 1024
LEEWAY_S = 5
REMEMBERED = 10_000

# RFC 9068, section 2.1; many providers still say JWT. Other types are tokens for other ends, such as logout.
_TYPES = {"jwt", "at+jwt", "application/at+jwt"}
_FORM = re.compile(r"[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+\.[A-Za-z0-9_-]+")


class TokenVerifier:
    """Verifies the tokens of one issuer for one audience; make one a process."""

    def __init__(self, keys: KeySource, *, issuer: str, audience: str, remember: int = REMEMBERED) -> None:
        self._source, self._issuer, self._audience = keys, issuer, audience
        self._callers = RememberedCallers(remember)
        self._callers_of = keys.keys

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """The verifier of this house: the provider's keys by discovery or from a file, else the local issuer's.

        Raises:
            WrongSettings: the settings name no usable source of keys.
        """
        return cls(_key_source(settings), issuer=settings.oidc_issuer or LOCAL_ISSUER, audience=settings.oidc_audience)

    def cached(self, token: str) -> Caller | None:
        """The caller of a token that was verified before and is still good; None says: ask `verify`."""
        return self._memory().get(token) if self._source.fresh() else None

    async def verify(self, token: str) -> Caller:
        """The caller of a token.

        Raises:
            Unauthenticated: the token has expired or is not accepted.
            Unavailable: the token names an unknown key, and the keys cannot be fetched now.
        """
        await self._source.keep_fresh()
        return self._memory().get(token) or await self._accept(token)

    def _memory(self) -> RememberedCallers:
        if self._callers_of is not self._source.keys:  # a key that was withdrawn ends its tokens at once
            self._callers.clear()
            self._callers_of = self._source.keys
        return self._callers

    async def _accept(self, token: str) -> Caller:
        header = _header_of(token)
        key = await self._key(header.get("kid"), header["alg"])
        payload = self._payload(token, key)
        caller = caller_from(payload)
        self._memory().put(token, caller, int(payload["exp"]))
        return caller

    async def _key(self, kid: str | None, algorithm: str) -> PyJWK:
        key = self._source.keys.find(kid, algorithm)
        if key is None:
            await self._source.look_again()
            key = self._source.keys.find(kid, algorithm)
        if key is None and self._source.trouble:
            raise Unavailable(self._source.trouble)
        if key is None:
            raise Unauthenticated(NOT_ACCEPTED)
        return key

    def _payload(self, token: str, key: PyJWK) -> dict[str, Any]:
        try:
            return jwt.decode(
                token,
                key,
                algorithms=ALGORITHMS,
                audience=self._audience,
                issuer=self._issuer,
                leeway=LEEWAY_S,
                options={"require": ["exp", "iss", "aud", "sub"]},
            )
        except jwt.ExpiredSignatureError as error:
            raise Unauthenticated("the access token has expired") from error
        except jwt.PyJWTError as error:
            raise Unauthenticated(NOT_ACCEPTED) from error


def _header_of(token: str) -> dict[str, Any]:
    if len(token) > MAX_TOKEN or not _FORM.fullmatch(token):
        raise Unauthenticated(NOT_ACCEPTED)
    try:
        header = jwt.get_unverified_header(token)
    except jwt.PyJWTError as error:
        raise Unauthenticated(NOT_ACCEPTED) from error
    if header.get("alg") not in ALGORITHMS or str(header.get("typ", "jwt")).lower() not in _TYPES:
        raise Unauthenticated(NOT_ACCEPTED)
    return header


def _key_source(settings: Settings) -> KeySource:
    issuer = settings.oidc_issuer
    if settings.jwks_file is not None:
        return _keys_of_file(settings.jwks_file, settings)
    if issuer is None:
        return LocalKeys(key_file(settings))
    if not issuer.startswith(("https://", "http://")):
        raise WrongSettings(
            f"PARTAGE_OIDC_ISSUER: {issuer} is no address; give the issuer's URL, such as https://id.example.org"
        )
    from partage_kit.auth.discovery import DiscoveredKeys  # here: its HTTP client would slow the start of a local house

    return DiscoveredKeys(issuer)


def _keys_of_file(file: Path, settings: Settings) -> FileKeys:
    if settings.oidc_issuer is None:
        raise WrongSettings("PARTAGE_JWKS_FILE needs PARTAGE_OIDC_ISSUER too: the issuer that the tokens must name")
    if not os.access(file, os.R_OK) or not file.is_file():
        raise WrongSettings(f"PARTAGE_JWKS_FILE: {file} is no file that can be read; give the provider's JWK Set")
    source = FileKeys(file)
    if settings.env is Environment.PRODUCTION and holds_private_keys(file):
        raise WrongSettings(
            f"PARTAGE_JWKS_FILE: {file} holds a private key, as the local issuer's file does; "
            "with PARTAGE_ENV=production give the provider's public keys"
        )
    if not source.keys.keys:
        raise WrongSettings(f"PARTAGE_JWKS_FILE: {file} holds no JWK Set with a key for {', '.join(ALGORITHMS)}")
    return source
