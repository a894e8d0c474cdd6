"""Who gets past the door: tokens, withdrawn keys, limits, and web applications."""

import time
from pathlib import Path

import httpx
import pytest

from gateway.conftest import GatewayMaker
from gateway.processes import Process
from gateway.test_failures import is_problem
from support.plain_http import NO_CERTIFICATES
from support.signer import Signer, good_claims, key_set
from support.waiting import eventually

ECHO = "/members/v1/echo"


def bearer(token: str) -> dict[str, str]:
    """The header that carries a token."""
    return {"authorization": f"Bearer {token}"}


async def test_a_good_token_passes_unchanged(client: httpx.AsyncClient, signer: Signer) -> None:
    token = signer.sign()
    for _ in range(2):  # the second time it is known
        answer = await client.get(ECHO, headers=bearer(token))
        assert answer.status_code == 200
        assert ["authorization", f"Bearer {token}"] in answer.json()["headers"]


async def test_no_token_is_for_the_service_to_judge(client: httpx.AsyncClient) -> None:
    answer = await client.get(ECHO)
    assert answer.status_code == 200
    assert not [name for name, _ in answer.json()["headers"] if name == "authorization"]


async def test_a_bad_token_goes_no_further(client: httpx.AsyncClient, signer: Signer) -> None:
    stranger = Signer("EdDSA", "key-1")
    bad = {
        "expired": signer.sign(good_claims(exp=int(time.time()) - 60)),
        "of another audience": signer.sign(good_claims(aud="elsewhere")),
        "of another issuer": signer.sign(good_claims(iss="https://elsewhere.example")),
        "not valid yet": signer.sign(good_claims(nbf=int(time.time()) + 600)),
        "by another key": stranger.sign(),
        "without a signature": "eyJhbGciOiJub25lIn0.e30.",
        "no token": "x",
    }
    for kind, token in bad.items():
        answer = await client.get(ECHO, headers=bearer(token) | {"accept-language": "en"})
        assert is_problem(answer, 401, "unauthenticated"), kind
        assert answer.headers["www-authenticate"] == "Bearer"


async def test_an_authorization_that_can_be_read_in_two_ways(client: httpx.AsyncClient, signer: Signer) -> None:
    good = ("authorization", f"Bearer {signer.sign()}")
    for headers in ([good, good], [good, ("authorization", "Basic eA==")], [("authorization", "Basic eA==")]):
        assert (await client.get(ECHO, headers=headers)).status_code == 401


async def test_a_withdrawn_key_ends_its_tokens(make_gateway: GatewayMaker, service: Process, tmp_path: Path) -> None:
    old, new = Signer("EdDSA", "old"), Signer("ES256", "new")
    keys = tmp_path / "keys.json"
    keys.write_text(key_set(old.jwk()))
    door = make_gateway(keys, members_url=service.url)
    async with httpx.AsyncClient(base_url=door.url, timeout=30, verify=NO_CERTIFICATES) as client:
        first = old.sign(good_claims(exp=int(time.time()) + 600))

        async def status() -> int:
            return (await client.get(ECHO, headers=bearer(first))).status_code

        assert [await status(), await status()] == [200, 200]
        draft = tmp_path / "draft.json"
        draft.write_text(key_set(new.jwk()))
        draft.replace(keys)
        await eventually(status, lambda now: now == 401)
        assert (await client.get(ECHO, headers=bearer(new.sign()))).status_code == 200


async def test_each_subject_has_a_limit_of_its_own(
    make_gateway: GatewayMaker, service: Process, signer: Signer
) -> None:
    door = make_gateway(members_url=service.url, subject_limit="3/60 second", address_limit="100/60 second")
    async with httpx.AsyncClient(base_url=door.url, timeout=30, verify=NO_CERTIFICATES) as client:
        ana, ben = signer.sign(good_claims(sub="ana")), signer.sign(good_claims(sub="ben"))
        again = signer.sign(good_claims(sub="ana", exp=int(time.time()) + 500))
        assert [(await client.get(ECHO, headers=bearer(ana))).status_code for _ in range(3)] == [200] * 3
        refused = await client.get(ECHO, headers=bearer(again))
        assert is_problem(refused, 429, "too-many-requests"), "another token of the same subject is the same caller"
        assert 1 <= int(refused.headers["retry-after"]) <= 60
        assert refused.headers["ratelimit-policy"] == '"default";q=3;w=60'
        assert refused.headers["ratelimit"].startswith('"default";r=0;t=')
        assert (await client.get(ECHO, headers=bearer(ben))).status_code == 200
        elsewhere = signer.sign(good_claims(sub="ana", office="ghent"))
        assert (await client.get(ECHO, headers=bearer(elsewhere))).status_code == 200


async def test_an_address_is_limited_whatever_it_claims(make_gateway: GatewayMaker, service: Process) -> None:
    door = make_gateway(members_url=service.url, address_limit="4/60 second")
    async with httpx.AsyncClient(base_url=door.url, timeout=30, verify=NO_CERTIFICATES) as client:
        guesses = [
            (await client.get(ECHO, headers=bearer(f"guess.number.{n}") | {"x-forwarded-for": f"203.0.113.{n}"}))
            for n in range(6)
        ]
        assert [guess.status_code for guess in guesses] == [401] * 4 + [429] * 2
        assert (await client.get("/livez")).status_code == 200, "health is not counted"


async def test_behind_a_trusted_proxy_its_clients_are_told_apart(make_gateway: GatewayMaker, service: Process) -> None:
    door = make_gateway(members_url=service.url, address_limit="1/60 second", trusted_proxies="127.0.0.0/8, 10.0.0.0/8")
    async with httpx.AsyncClient(base_url=door.url, timeout=30, verify=NO_CERTIFICATES) as client:

        async def asked(chain: str) -> httpx.Response:
            return await client.get(ECHO, headers={"x-forwarded-for": chain, "x-forwarded-proto": "https"})

        first = await asked("198.51.100.1")
        told = dict(first.json()["headers"])
        assert told["x-forwarded-for"] == "198.51.100.1, 127.0.0.1"
        assert told["x-forwarded-proto"] == "https"
        assert (await asked("198.51.100.2, 10.1.2.3")).status_code == 200
        # the leftmost is hearsay: what counts is who called the first proxy we trust
        assert (await asked("192.0.2.7, 198.51.100.1")).status_code == 429
        # a network chooses its IPv6 addresses itself
        assert [(await asked(f"2001:db8::{n}")).status_code for n in (1, 2)] == [200, 429]


APP = "https://app.example.org"


@pytest.mark.parametrize("origin", [APP, "http://localhost:5173", "http://127.0.0.1:3000"])
async def test_web_applications_may_ask_first(client: httpx.AsyncClient, origin: str) -> None:
    asking = {
        "origin": origin,
        "access-control-request-method": "PATCH",
        "access-control-request-headers": "authorization, if-match, idempotency-key",
    }
    answer = await client.options("/members/v1/profiles/1", headers=asking)
    assert answer.status_code == 200
    assert answer.headers["access-control-allow-origin"] == origin
    assert "PATCH" in answer.headers["access-control-allow-methods"]
    assert answer.headers["access-control-allow-headers"] == asking["access-control-request-headers"]
    assert "access-control-allow-credentials" not in answer.headers


async def test_web_applications_can_read_answers_and_problems(client: httpx.AsyncClient) -> None:
    for path, status in ((ECHO, 200), ("/procurement/v1/x", 502)):
        answer = await client.get(path, headers={"origin": APP})
        assert answer.status_code == status
        assert answer.headers["access-control-allow-origin"] == APP
        shown = answer.headers["access-control-expose-headers"].split(", ")
        assert {"ETag", "Link", "Location", "Retry-After", "X-Request-ID"} <= set(shown)


async def test_other_origins_are_not_let_in(client: httpx.AsyncClient) -> None:
    for origin in ("https://app.example.org.evil.example", "http://localhost.evil.example", "null"):
        asking = {"origin": origin, "access-control-request-method": "GET"}
        assert "access-control-allow-origin" not in (await client.options(ECHO, headers=asking)).headers
        plain = await client.get(ECHO, headers={"origin": origin})
        assert "access-control-allow-origin" not in plain.headers
    assert "origin" in (await client.get(ECHO)).headers["vary"].lower()


async def test_caches_are_told_that_answers_have_a_language(client: httpx.AsyncClient) -> None:
    for path in (ECHO, "/procurement/v1/x"):
        for headers in ({}, {"origin": APP}):
            answer = await client.get(path, headers=headers)
            varying = [name.strip() for name in answer.headers["vary"].split(",")]
            assert sorted(varying) == ["Accept-Language", "Origin"], (path, headers)
