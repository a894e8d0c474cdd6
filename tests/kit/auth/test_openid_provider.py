"""Against a real OpenID provider: keys found, rotated and withdrawn without a restart, and the provider down."""

import asyncio
import time
from collections.abc import Iterator
from types import SimpleNamespace
from uuid import uuid4

import httpx
import pytest
from fastapi import FastAPI

from partage_kit.auth import Buyer, Role, TokenVerifier
from partage_kit.auth.discovery import DiscoveredKeys
from partage_kit.errors import Unauthenticated, Unavailable
from partage_kit.http.context import RequestContext
from partage_kit.http.problems import answer_with_problems
from partage_kit.settings import Environment, Settings
from support.openid_provider import ANOTHER_AUDIENCE, OpenIdProvider
from support.signer import Signer, good_claims


@pytest.fixture(scope="module")
def provider(tmp_path_factory: pytest.TempPathFactory) -> Iterator[OpenIdProvider]:
    """The provider, running; a test that stops it starts it again."""
    provider = OpenIdProvider(tmp_path_factory.mktemp("provider"))
    provider.start()
    try:
        yield provider
    finally:
        provider.stop()


def _verifier(provider: OpenIdProvider, *, expire_after: float = 300, ask_every: float = 0) -> TokenVerifier:
    keys = DiscoveredKeys(provider.issuer, expire_after=expire_after, ask_every=ask_every)
    return TokenVerifier(keys, issuer=provider.issuer, audience="partage")


async def test_a_house_in_production_accepts_the_providers_tokens(provider: OpenIdProvider) -> None:
    verifier = TokenVerifier.from_settings(
        Settings(env=Environment.PRODUCTION, oidc_issuer=provider.issuer, oidc_plain_http=True)
    )
    member, filiere = uuid4(), uuid4()
    token = provider.token(
        "member", office="brussels", member_id=str(member), filieres=[str(filiere)], territory="BE100"
    )
    caller = await verifier.verify(token)
    assert (caller.subject, caller.office, caller.roles) == ("member", "brussels", frozenset({Role.MEMBER}))
    assert (caller.member, caller.filieres, caller.territory) == (member, frozenset({filiere}), "BE100")
    assert verifier.cached(token) is caller


async def test_roles_of_the_provider_that_are_not_ours_are_passed_over(provider: OpenIdProvider) -> None:
    assert (await _verifier(provider).verify(provider.token("chef", office="brussels"))).roles == frozenset()


async def test_a_token_for_another_service_is_refused(provider: OpenIdProvider) -> None:
    with pytest.raises(Unauthenticated):
        await _verifier(provider).verify(provider.token("buyer", audience=ANOTHER_AUDIENCE, office="brussels"))


async def test_a_token_without_an_office_is_refused(provider: OpenIdProvider) -> None:
    with pytest.raises(Unauthenticated):
        await _verifier(provider).verify(provider.token("buyer"))


async def test_keys_rotate_without_a_restart(provider: OpenIdProvider) -> None:
    verifier = _verifier(provider)
    old = provider.token("buyer", office="brussels")
    assert await verifier.verify(old)
    provider.rotate()
    new = provider.token("buyer", office="brussels")
    assert await verifier.verify(new)
    assert await verifier.verify(old)  # its key is still published


async def test_a_withdrawn_key_is_noticed_when_a_new_one_appears(provider: OpenIdProvider) -> None:
    verifier = _verifier(provider)
    old = provider.token("buyer", office="brussels")
    assert await verifier.verify(old)
    provider.rotate()
    provider.rotate()
    assert await verifier.verify(provider.token("buyer", office="brussels"))
    assert verifier.cached(old) is None
    with pytest.raises(Unauthenticated):
        await verifier.verify(old)


async def test_a_withdrawn_key_is_noticed_when_the_keys_are_due(provider: OpenIdProvider) -> None:
    verifier = _verifier(provider, expire_after=0.1)
    old = provider.token("buyer", office="brussels")
    assert await verifier.verify(old)
    provider.rotate()
    provider.rotate()
    await _until_refused(verifier, old)


async def test_after_a_long_idle_time_the_first_caller_already_meets_new_keys(provider: OpenIdProvider) -> None:
    verifier = _verifier(provider, expire_after=0)
    old = provider.token("buyer", office="brussels")
    assert await verifier.verify(old)
    provider.rotate()
    provider.rotate()
    assert verifier.cached(old) is None
    with pytest.raises(Unauthenticated):
        await verifier.verify(old)


async def test_unknown_keys_ask_the_provider_once_in_a_while(provider: OpenIdProvider) -> None:
    verifier = _verifier(provider, ask_every=10)
    forged = [Signer("EdDSA", f"unknown-{n}").sign(good_claims(iss=provider.issuer)) for n in range(50)]
    before = provider.times_asked()
    for batch in (forged[:25], forged[25:]):
        refused = await asyncio.gather(*map(verifier.verify, batch), return_exceptions=True)
        assert {type(answer) for answer in refused} == {Unauthenticated}
    assert provider.times_asked() - before == 1


async def test_a_provider_that_starts_later(provider: OpenIdProvider) -> None:
    token = provider.token("buyer", office="brussels")
    provider.stop()
    verifier = _verifier(provider)
    with pytest.raises(Unavailable):
        await verifier.verify(token)
    with pytest.raises(Unauthenticated):
        await verifier.verify("no token at all")
    provider.start()
    assert await verifier.verify(token)


async def test_a_provider_that_goes_away_leaves_its_keys(provider: OpenIdProvider) -> None:
    verifier = _verifier(provider, expire_after=0)
    seen, unseen = (provider.token("buyer", office="brussels") for _ in range(2))
    assert await verifier.verify(seen)
    provider.stop()
    try:
        assert await verifier.verify(seen)
        assert await verifier.verify(unseen)
        with pytest.raises(Unavailable):
            await verifier.verify(Signer("EdDSA", "unknown").sign(good_claims(iss=provider.issuer)))
    finally:
        provider.start()
    provider.rotate()
    assert await verifier.verify(provider.token("buyer", office="brussels"))


async def test_keys_that_cannot_be_fetched_are_503_and_say_when_to_come_back(provider: OpenIdProvider) -> None:
    app = FastAPI()
    app.state.service = SimpleNamespace(verifier=_verifier(provider))

    @app.get("/buyer")
    async def buyer(caller: Buyer) -> str:
        return caller.subject

    answer_with_problems(app)
    app.add_middleware(RequestContext)
    headers = {"authorization": f"Bearer {provider.token('buyer', office='brussels')}"}
    provider.stop()
    try:
        async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
            answer = await client.get("/buyer", headers=headers)
    finally:
        provider.start()
    assert (answer.status_code, answer.json()["type"]) == (503, "/problems/unavailable")
    assert int(answer.headers["retry-after"]) > 0


async def _until_refused(verifier: TokenVerifier, token: str, within: float = 20) -> None:
    deadline = time.monotonic() + within
    while time.monotonic() < deadline:
        try:
            await verifier.verify(token)
        except Unauthenticated:
            return
        await asyncio.sleep(0.02)  # between two looks
    raise AssertionError("the token is still accepted")
