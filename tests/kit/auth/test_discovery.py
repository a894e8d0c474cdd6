"""What an identity provider may answer, and what is not believed or not waited for."""

import asyncio
import gzip
import json
import threading
from collections.abc import Callable, Iterator

import pytest

from partage_kit.auth import TokenVerifier
from partage_kit.auth.discovery import MAX_ANSWER, DiscoveredKeys
from partage_kit.errors import Unauthenticated, Unavailable
from support.scripted_provider import WELL_KNOWN, Answer, ScriptedProvider, scripted_provider
from support.signer import Signer, good_claims, key_set

KEY = Signer("EdDSA", "key")


@pytest.fixture
def provider() -> Iterator[ScriptedProvider]:
    """A provider that answers rightly until a test changes it."""
    with scripted_provider() as provider:
        provider.discover()
        provider.publish(key_set(KEY.jwk()))
        yield provider


def _verifier(provider: ScriptedProvider, issuer: str | None = None) -> TokenVerifier:
    keys = DiscoveredKeys(issuer or provider.issuer, ask_every=0, answer_within=1)
    return TokenVerifier(keys, issuer=issuer or provider.issuer, audience="partage")


def _token(provider: ScriptedProvider) -> str:
    return KEY.sign(good_claims(iss=provider.issuer))


async def test_the_keys_are_asked_where_the_document_says(provider: ScriptedProvider) -> None:
    provider.discover(jwks_uri=f"{provider.issuer}/elsewhere?v=2")
    provider.answers["/elsewhere?v=2"] = provider.answers.pop("/keys")
    assert await _verifier(provider).verify(_token(provider))
    assert provider.asked == [WELL_KNOWN, "/elsewhere?v=2"]


async def test_an_issuer_with_a_slash_at_its_end(provider: ScriptedProvider) -> None:
    issuer = f"{provider.issuer}/"
    provider.discover(issuer=issuer)
    assert await _verifier(provider, issuer).verify(KEY.sign(good_claims(iss=issuer)))


MISBEHAVIOURS: dict[str, Callable[[ScriptedProvider], None]] = {
    "the document of another issuer": lambda p: p.discover(issuer="https://id.example.net"),
    "no issuer": lambda p: p.discover(issuer=None),
    "keys in a file": lambda p: p.discover(jwks_uri="file:///etc/hostname"),
    "keys at another scheme": lambda p: p.discover(jwks_uri="gopher://127.0.0.1/keys"),
    "keys at no host": lambda p: p.discover(jwks_uri="http:///keys"),
    "keys at a port that is none": lambda p: p.discover(jwks_uri="http://127.0.0.1:port/keys"),
    "keys nowhere": lambda p: p.discover(jwks_uri=None),
    "keys in a list": lambda p: p.discover(jwks_uri=[f"{p.issuer}/keys"]),
    "a document that is a list": lambda p: p.answers.update({WELL_KNOWN: Answer(b"[]")}),
    "a document that is no json": lambda p: p.answers.update({WELL_KNOWN: Answer(b"<html>")}),
    "a document nested too deep": lambda p: p.answers.update({WELL_KNOWN: Answer(b"[" * 100_000)}),
    "a document that redirects": lambda p: p.answers.update(
        {WELL_KNOWN: Answer(status=302, headers={"Location": "/document"})}
    ),
    "keys that redirect": lambda p: p.redirect("/keys", "/more"),
    "a fault": lambda p: p.publish(key_set(KEY.jwk()), status=500),
    "no key set": lambda p: p.publish("{}"),
    "too large an answer": lambda p: p.publish(key_set(KEY.jwk()) + " " * MAX_ANSWER),
    "a compressed answer": lambda p: p.answers.update(
        {"/keys": Answer(gzip.compress(key_set(KEY.jwk()).encode()), headers={"Content-Encoding": "gzip"})}
    ),
    "silence": lambda p: p.publish(key_set(KEY.jwk()), after=threading.Event()),
}


@pytest.mark.parametrize("case", MISBEHAVIOURS)
async def test_what_is_not_believed(provider: ScriptedProvider, case: str) -> None:
    provider.answers["/document"], provider.answers["/more"] = provider.answers[WELL_KNOWN], provider.answers["/keys"]
    MISBEHAVIOURS[case](provider)
    verifier = _verifier(provider)
    with pytest.raises(Unavailable, match="identity provider cannot be reached"):
        await verifier.verify(_token(provider))
    assert not {"/document", "/more"} & set(provider.asked)
    for answer in provider.answers.values():
        if answer.after:
            answer.after.set()
    provider.discover()
    provider.publish(key_set(KEY.jwk()))
    assert await verifier.verify(_token(provider))


def test_an_https_issuer_is_not_led_to_plain_http() -> None:
    keys = DiscoveredKeys("https://id.example.org")
    with pytest.raises(ValueError, match="jwks_uri"):
        keys._allowed("http://id.example.org/keys")
    assert keys._allowed("https://keys.example.org/set") == "https://keys.example.org/set"


async def test_a_caller_who_hangs_up_does_not_end_the_question_of_others(provider: ScriptedProvider) -> None:
    held = threading.Event()
    provider.publish(key_set(KEY.jwk()), after=held)
    verifier = TokenVerifier(DiscoveredKeys(provider.issuer), issuer=provider.issuer, audience="partage")
    first, second = (asyncio.create_task(verifier.verify(_token(provider))) for _ in range(2))
    await asyncio.to_thread(provider.wait_until_asked, "/keys")
    first.cancel()
    held.set()
    assert (await second).subject == "ana"
    assert first.cancelled()
    assert provider.asked == [WELL_KNOWN, "/keys"]


async def test_an_empty_key_set_is_believed(provider: ScriptedProvider) -> None:
    verifier = TokenVerifier(
        DiscoveredKeys(provider.issuer, expire_after=0, ask_every=0), issuer=provider.issuer, audience="partage"
    )
    token = _token(provider)
    assert await verifier.verify(token)
    provider.publish(json.dumps({"keys": []}))
    with pytest.raises(Unauthenticated):
        await verifier.verify(token)
