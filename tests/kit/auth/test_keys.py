"""Which keys of a JWK Set are used, and how a file of keys is followed."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from structlog.testing import capture_logs

from partage_kit.auth import TokenVerifier
from partage_kit.auth.keys import FileKeys, KeySet
from partage_kit.errors import Unauthenticated, Unavailable
from partage_kit.settings import Settings, WrongSettings
from support.signer import ISSUER, Signer, good_claims, key_set


def _short_rsa() -> dict[str, Any]:
    public = rsa.generate_private_key(65537, 1024).public_key()  # noqa: S505 - too short on purpose
    return {**jwt.get_algorithm_by_name("RS256").to_jwk(public, as_dict=True), "kid": "short"}


@pytest.mark.parametrize(
    "unusable",
    [
        {"kty": "oct", "k": "c2VjcmV0", "kid": "hmac", "alg": "HS256"},
        {"kty": "oct", "k": "c2VjcmV0", "kid": "hmac", "alg": "RS256"},
        {"kty": "EC", "crv": "P-384", "x": "AA", "y": "AA", "kid": "p384"},
        {"kty": "EC", "crv": "P-256", "x": "AA", "y": "AA", "kid": "off the curve"},
        {"kty": "OKP", "crv": "X25519", "x": "AA", "kid": "for exchange"},
        {"kty": "OKP", "crv": ["Ed25519"], "x": "AA", "kid": "list"},
        {"kty": "RSA", "n": 5, "e": "AQAB", "kid": "number"},
        {"kty": "RSA", "kid": "empty"},
        {"kid": "nothing"},
        "text",
        None,
        _short_rsa(),
    ],
)
def test_unusable_keys_are_passed_over(signers: dict[str, Signer], unusable: Any) -> None:
    keys = KeySet.parse(key_set(unusable, signers["ES256"].jwk()))
    assert [key.key_id for key in keys.keys] == ["key-ES256"]


@pytest.mark.parametrize("changed", [{"use": "enc"}, {"alg": "RS512"}, {"alg": "RSA-OAEP"}, {"alg": "HS256"}])
def test_keys_for_other_ends_are_passed_over(signers: dict[str, Signer], changed: dict[str, str]) -> None:
    assert KeySet.parse(key_set(signers["RS256"].jwk(**changed))).keys == ()


def test_a_key_is_found_by_id_and_algorithm(signers: dict[str, Signer]) -> None:
    keys = KeySet.parse(key_set(*(signer.jwk(alg=None, use=None) for signer in signers.values())))
    for algorithm in signers:
        found = keys.find(f"key-{algorithm}", algorithm)
        assert found is not None
        assert found.key_id == f"key-{algorithm}"
        assert keys.find(None, algorithm) is found
        assert keys.find("another", algorithm) is None
    assert keys.find("key-RS256", "ES256") is None


def test_a_token_that_names_no_key_needs_a_single_one() -> None:
    keys = KeySet.parse(key_set(Signer("EdDSA", "a").jwk(), Signer("EdDSA", "b").jwk()))
    assert keys.find(None, "EdDSA") is None


def test_private_keys_in_a_file_are_not_loaded(signers: dict[str, Signer]) -> None:
    private = jwt.get_algorithm_by_name("EdDSA").to_jwk(signers["EdDSA"].private, as_dict=True)
    assert "d" in private
    (key,) = KeySet.parse(key_set({**private, "kid": "k"})).keys
    assert not hasattr(key.key, "sign")


@pytest.mark.parametrize("document", ["", "{", "[]", "null", "{}", '{"keys": {}}', '{"keys": null}', "[" * 100_000])
def test_what_is_no_key_set(document: str) -> None:
    with pytest.raises(ValueError):
        KeySet.parse(document)


async def test_a_file_that_cannot_be_read_leaves_the_old_keys(
    verifier: TokenVerifier,
    signers: dict[str, Signer],
    replace_keys: Callable[[str], None],
    remove_keys: Callable[[], None],
) -> None:
    new = Signer("ES256", "new")
    replace_keys(key_set(new.jwk())[:40])
    with pytest.raises(Unavailable):
        await verifier.verify(new.sign())
    assert await verifier.verify(signers["RS256"].sign())
    remove_keys()
    with pytest.raises(Unavailable):
        await verifier.verify(new.sign())
    assert await verifier.verify(signers["RS256"].sign())
    replace_keys(key_set(new.jwk()))
    assert await verifier.verify(new.sign())


async def test_the_same_keys_written_again_forget_nobody(
    verifier: TokenVerifier, signers: dict[str, Signer], replace_keys: Callable[[str], None]
) -> None:
    caller = await verifier.verify(token := signers["RS256"].sign())
    replace_keys(json.dumps({"note": "laid out anew", "keys": [signer.jwk() for signer in signers.values()]}, indent=2))
    with pytest.raises(Unauthenticated):
        await verifier.verify(signers["RS256"].sign(kid="unknown"))  # looks at the file
    assert verifier.cached(token) is caller


@pytest.mark.parametrize("document", [None, "{", '{"keys": []}', key_set({"kty": "oct", "k": "c2VjcmV0"})])
def test_a_house_does_not_start_with_a_file_without_keys(tmp_path: Path, document: str | None) -> None:
    file = tmp_path / "keys.json"
    if document is not None:
        file.write_text(document)
    with pytest.raises(WrongSettings, match=r"PARTAGE_JWKS_FILE.*keys\.json"):
        TokenVerifier.from_settings(Settings(jwks_file=file, oidc_issuer=ISSUER))


def test_a_file_of_keys_needs_an_issuer(key_file: Path) -> None:
    with pytest.raises(WrongSettings, match="PARTAGE_OIDC_ISSUER"):
        TokenVerifier.from_settings(Settings(jwks_file=key_file))


@pytest.mark.parametrize("issuer", ["id.example.org", "file:///etc/keys", "ftp://id.example.org"])
def test_an_issuer_is_a_web_address(issuer: str) -> None:
    with pytest.raises(WrongSettings, match="PARTAGE_OIDC_ISSUER"):
        TokenVerifier.from_settings(Settings(oidc_issuer=issuer))


async def test_the_audience_is_a_setting(key_file: Path, signers: dict[str, Signer]) -> None:
    verifier = TokenVerifier(FileKeys(key_file), issuer=ISSUER, audience="another-house")
    with pytest.raises(Unauthenticated):
        await verifier.verify(signers["RS256"].sign())
    assert await verifier.verify(signers["RS256"].sign(good_claims(aud="another-house")))


async def test_keys_that_are_read_for_the_first_time_are_no_change(tmp_path: Path, signers: dict[str, Signer]) -> None:
    file = tmp_path / "keys.json"
    file.write_text(key_set(signers["ES256"].jwk()))
    with capture_logs() as first:
        keys = FileKeys(file)
    file.write_text(key_set(signers["EdDSA"].jwk()))
    with capture_logs() as later:
        await keys.look_again()
    assert (first, [line["event"] for line in later]) == ([], ["keys changed"])
