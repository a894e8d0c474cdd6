"""No token but the issuer's own, byte for byte, is ever accepted; and no text makes the verifier fail otherwise."""

import base64
import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from partage_kit.auth import Caller, TokenVerifier
from partage_kit.auth.claims import caller_from
from partage_kit.auth.keys import FileKeys
from partage_kit.errors import Unauthenticated
from support.signer import AUDIENCE, ISSUER, Signer, good_claims, key_set

ALGORITHMS = ("RS256", "ES256", "EdDSA")
BASE64URL = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_"

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=8), inner, max_size=3),
    max_leaves=6,
)


@pytest.fixture(scope="module")
def tokens(signers: dict[str, Signer]) -> dict[str, str]:
    """A good token of each algorithm."""
    return {algorithm: signers[algorithm].sign(good_claims(exp=4_000_000_000)) for algorithm in ALGORITHMS}


@pytest.fixture(scope="module")
def lasting(signers: dict[str, Signer], tmp_path_factory: pytest.TempPathFactory) -> TokenVerifier:
    """A verifier that all examples share."""
    file: Path = tmp_path_factory.mktemp("keys") / "jwks.json"
    file.write_text(key_set(*(signer.jwk() for signer in signers.values())))
    return TokenVerifier(FileKeys(file), issuer=ISSUER, audience=AUDIENCE)


async def _is_refused(verifier: TokenVerifier, token: str) -> bool:
    with pytest.raises(Unauthenticated):
        await verifier.verify(token)
    return verifier.cached(token) is None


@pytest.mark.parametrize("algorithm", ALGORITHMS)
@examples(max_examples=150, deadline=None)
@given(where=st.floats(0, 1, exclude_max=True), letter=st.characters(max_codepoint=255))
async def test_any_changed_byte_is_refused(
    lasting: TokenVerifier, tokens: dict[str, str], algorithm: str, where: float, letter: str
) -> None:
    token = tokens[algorithm]
    at = int(where * len(token))
    changed = token[:at] + letter + token[at + 1 :]
    assert changed == token or await _is_refused(lasting, changed)


@pytest.mark.parametrize("algorithm", ALGORITHMS)
async def test_the_unused_bits_of_the_last_letter_are_no_second_token(
    lasting: TokenVerifier, tokens: dict[str, str], algorithm: str
) -> None:
    token = tokens[algorithm]
    others = [letter for letter in BASE64URL if letter != token[-1]]
    assert len(others) == 63
    assert all([await _is_refused(lasting, token[:-1] + letter) for letter in others])
    assert await lasting.verify(token)


@examples(max_examples=150, deadline=None)
@given(st.text(max_size=60) | st.lists(st.text(BASE64URL, max_size=30), min_size=3, max_size=3).map(".".join))
async def test_any_text_is_refused(lasting: TokenVerifier, text: str) -> None:
    assert await _is_refused(lasting, text)


@examples(max_examples=150, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(["alg", "kid", "typ", "crit", "b64", "jwk"]), anything | st.sampled_from(ALGORITHMS)
    )
)
async def test_any_header_is_refused(lasting: TokenVerifier, tokens: dict[str, str], header: dict[str, object]) -> None:
    part = base64.urlsafe_b64encode(json.dumps(header).encode()).rstrip(b"=").decode()
    assert await _is_refused(lasting, part + tokens["RS256"][tokens["RS256"].index(".") :])


@examples(max_examples=200, deadline=None)
@given(st.dictionaries(st.sampled_from(["sub", "office", "roles", "member_id", "filieres", "territory"]), anything))
def test_any_claims_name_a_caller_or_are_refused(claims: dict[str, object]) -> None:
    try:
        caller = caller_from({"sub": "ana", "office": "brussels"} | claims)
    except Unauthenticated:
        return
    assert isinstance(caller, Caller)
    assert caller.subject.isascii()
    assert caller.subject.isprintable()
