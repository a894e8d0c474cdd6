"""Which tokens are accepted, which are refused, and how long a verified one is remembered."""

import base64
import hashlib
import hmac
import json
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from uuid import uuid4

import jwt
import pytest
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from partage_kit.auth import Caller, Role, TokenVerifier
from partage_kit.auth.keys import FileKeys
from partage_kit.auth.verifier import MAX_TOKEN
from partage_kit.errors import Unauthenticated
from support.signer import AUDIENCE, ISSUER, Signer, good_claims, key_set

Signers = dict[str, Signer]


def _part(value: Any) -> str:
    return base64.urlsafe_b64encode(json.dumps(value).encode()).rstrip(b"=").decode()


def _hmac_with(secret: bytes, kid: str) -> str:
    signed = f"{_part({'alg': 'HS256', 'kid': kid, 'typ': 'JWT'})}.{_part(good_claims())}"
    mac = hmac.new(secret, signed.encode(), hashlib.sha256).digest()
    return f"{signed}.{base64.urlsafe_b64encode(mac).rstrip(b'=').decode()}"


def _signed_with(algorithm: str, signer: Signer) -> str:
    return jwt.encode(good_claims(), signer.private, algorithm, headers={"kid": signer.kid})


def _pem(signer: Signer) -> bytes:
    pem: bytes = signer.private.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    return pem


@pytest.mark.parametrize("algorithm", ["RS256", "ES256", "EdDSA"])
async def test_a_token_names_its_caller(verifier: TokenVerifier, signers: Signers, algorithm: str) -> None:
    member, filiere = uuid4(), uuid4()
    roles = ["member", "facilitator"]
    claims = good_claims(
        roles=roles, member_id=str(member), filieres=[str(filiere)], territory="BE100", email="a@b.example"
    )
    assert await verifier.verify(signers[algorithm].sign(claims)) == Caller(
        subject="ana",
        office="brussels",
        roles=frozenset({Role.MEMBER, Role.FACILITATOR}),
        member_id=member,
        filieres=frozenset({filiere}),
        territory="BE100",
    )


@pytest.mark.parametrize("header", [{"typ": "at+jwt"}, {"typ": "application/at+jwt"}, {"typ": None}, {"kid": None}])
async def test_headers_that_providers_use(verifier: TokenVerifier, signers: Signers, header: dict[str, Any]) -> None:
    assert (await verifier.verify(signers["ES256"].sign(**header))).subject == "ana"


async def test_one_of_several_audiences_is_enough(verifier: TokenVerifier, signers: Signers) -> None:
    assert await verifier.verify(signers["RS256"].sign(good_claims(aud=["account", AUDIENCE])))


async def test_a_small_difference_of_clocks_is_forgiven(verifier: TokenVerifier, signers: Signers) -> None:
    now = int(time.time())
    assert await verifier.verify(signers["RS256"].sign(good_claims(exp=now - 1, nbf=now + 3, iat=now + 3)))


REFUSED: dict[str, Callable[[Signers], str]] = {
    "alg none": lambda s: f"{_part({'alg': 'none', 'typ': 'JWT'})}.{_part(good_claims())}.",
    "alg none with a signature": lambda s: f"{_part({'alg': 'none'})}.{s['RS256'].sign().partition('.')[2]}",
    "hmac with the public pem": lambda s: _hmac_with(_pem(s["RS256"]), "key-RS256"),
    "hmac with the public jwk": lambda s: _hmac_with(json.dumps(s["RS256"].jwk()).encode(), "key-RS256"),
    "hmac with an empty key": lambda s: _hmac_with(b"", "key-RS256"),
    "rs512 with a trusted key": lambda s: _signed_with("RS512", s["RS256"]),
    "ps256 with a trusted key": lambda s: _signed_with("PS256", s["RS256"]),
    "the kid of a key of another algorithm": lambda s: s["ES256"].sign(kid="key-RS256"),
    "a stranger's key under a known kid": lambda s: Signer("ES256", "key-ES256").sign(),
    "an unknown kid": lambda s: s["ES256"].sign(kid="key-of-nobody"),
    "a key brought along as jwk": lambda s: (m := Signer("EdDSA", "mine")).sign(jwk=m.jwk()),
    "a key brought along as jku": lambda s: Signer("EdDSA", "mine").sign(jku="http://127.0.0.1:1/jwks.json"),
    "an unknown critical header": lambda s: s["ES256"].sign(crit=["exp"], exp=1),
    "an unencoded payload": lambda s: s["ES256"].sign(crit=["b64"], b64=False),
    "a logout token": lambda s: s["ES256"].sign(typ="logout+jwt"),
    "another audience": lambda s: s["RS256"].sign(good_claims(aud="elsewhere")),
    "no audience": lambda s: s["RS256"].sign(good_claims(aud=None)),
    "an empty audience": lambda s: s["RS256"].sign(good_claims(aud=[])),
    "another issuer": lambda s: s["RS256"].sign(good_claims(iss=ISSUER + "/")),
    "no issuer": lambda s: s["RS256"].sign(good_claims(iss=None)),
    "not yet valid": lambda s: s["RS256"].sign(good_claims(nbf=int(time.time()) + 60)),
    "issued in the future": lambda s: s["RS256"].sign(good_claims(iat=int(time.time()) + 60)),
    "no expiry": lambda s: s["RS256"].sign(good_claims(exp=None)),
    "an expiry that is no number": lambda s: s["RS256"].sign(good_claims(exp="soon")),
    "an endless expiry": lambda s: s["RS256"].sign(good_claims(exp=float("inf"))),
    "no subject": lambda s: s["RS256"].sign(good_claims(sub=None)),
    "no office": lambda s: s["RS256"].sign(good_claims(office=None)),
    "an office that is no code": lambda s: s["RS256"].sign(good_claims(office="Brussels.*")),
    "too large": lambda s: s["RS256"].sign(good_claims(more="x" * MAX_TOKEN)),
    "padding": lambda s: s["RS256"].sign() + "==",
    "a fourth part": lambda s: s["RS256"].sign() + ".e30",
    "a line break": lambda s: s["RS256"].sign() + "\n",
    "two parts": lambda s: s["RS256"].sign().rpartition(".")[0],
    "no text": lambda s: "",
    "other letters": lambda s: "é.ü.\ud800",
    "a header nested too deep": lambda s: f"{base64.urlsafe_b64encode(b'[' * 4_500).decode()}.e30.e30",
    "a header that is no object": lambda s: f"{_part([1])}.{_part(good_claims())}.e30",
    "a kid that is no text": lambda s: f"{_part({'alg': 'RS256', 'kid': ['key-RS256']})}.{_part(good_claims())}.e30",
}


@pytest.mark.parametrize("case", REFUSED)
async def test_what_is_not_accepted(verifier: TokenVerifier, signers: Signers, case: str) -> None:
    token = REFUSED[case](signers)
    with pytest.raises(Unauthenticated) as refused:
        await verifier.verify(token)
    assert refused.value.detail == "the access token is not accepted"
    assert verifier.cached(token) is None


async def test_an_expired_token_is_told_so(verifier: TokenVerifier, signers: Signers) -> None:
    with pytest.raises(Unauthenticated) as refused:
        await verifier.verify(signers["ES256"].sign(good_claims(exp=int(time.time()) - 6)))
    assert refused.value.detail == "the access token has expired"


async def test_a_verified_token_is_remembered(verifier: TokenVerifier, signers: Signers) -> None:
    token = signers["RS256"].sign()
    assert verifier.cached(token) is None
    caller = await verifier.verify(token)
    assert verifier.cached(token) is caller
    assert await verifier.verify(token) is caller
    assert verifier.cached(signers["ES256"].sign()) is None


async def test_a_remembered_token_is_forgotten_when_it_expires(verifier: TokenVerifier, signers: Signers) -> None:
    token = signers["ES256"].sign(good_claims(exp=int(time.time()) - 1))  # alive only through the leeway
    assert await verifier.verify(token)
    assert verifier.cached(token) is None


async def test_memory_is_bounded_and_keeps_what_is_used(signers: Signers, key_file: Path) -> None:
    verifier = TokenVerifier(FileKeys(key_file), issuer=ISSUER, audience=AUDIENCE, remember=3)
    first, second, third, fourth = (signers["EdDSA"].sign(good_claims(sub=name)) for name in "abcd")
    for token in (first, second, third, first, fourth):
        await verifier.verify(token)
    assert [verifier.cached(token) is not None for token in (first, second, third, fourth)] == [True, False, True, True]


async def test_a_withdrawn_key_ends_its_tokens_at_once(
    verifier: TokenVerifier, signers: Signers, replace_keys: Callable[[str], None]
) -> None:
    old, other = signers["RS256"].sign(), signers["ES256"].sign()
    assert await verifier.verify(old)
    assert await verifier.verify(other)
    new = Signer("EdDSA", "new")
    replace_keys(key_set(new.jwk(), signers["ES256"].jwk()))
    assert (await verifier.verify(new.sign())).subject == "ana"
    assert verifier.cached(old) is None
    with pytest.raises(Unauthenticated):
        await verifier.verify(old)
    assert await verifier.verify(other)
