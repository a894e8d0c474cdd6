"""The signature is the policy: who reaches which handler, over HTTP."""

from collections.abc import AsyncIterator
from types import SimpleNamespace
from typing import Annotated, Any
from uuid import UUID, uuid4

import httpx
import pytest
from fastapi import Depends, FastAPI, Request

from partage_kit.auth import (
    Allow,
    Anyone,
    Buyer,
    Caller,
    EthicsCommittee,
    Evaluator,
    Facilitator,
    Integrator,
    Member,
    OfficeAdmin,
    PlatformAdmin,
    Role,
    Staff,
    TokenVerifier,
    identify,
)
from partage_kit.errors import Forbidden
from partage_kit.http.context import RequestContext
from partage_kit.http.problems import answer_with_problems
from support.signer import Signer, good_claims

POLICIES: dict[str, tuple[Any, set[Role]]] = {
    "anyone": (Anyone, set(Role)),
    "member": (Member, {Role.MEMBER}),
    "facilitator": (Facilitator, {Role.FACILITATOR}),
    "buyer": (Buyer, {Role.BUYER}),
    "ethics-committee": (EthicsCommittee, {Role.ETHICS_COMMITTEE}),
    "evaluator": (Evaluator, {Role.EVALUATOR}),
    "staff": (Staff, {Role.STAFF}),
    "office-admin": (OfficeAdmin, {Role.OFFICE_ADMIN}),
    "platform-admin": (PlatformAdmin, {Role.PLATFORM_ADMIN}),
    "integrator": (Integrator, {Role.INTEGRATOR}),
    "either": (Annotated[Caller, Depends(Allow(Role.STAFF, Role.OFFICE_ADMIN))], {Role.STAFF, Role.OFFICE_ADMIN}),
}
MEMBER = uuid4()


def _route(app: FastAPI, name: str, policy: Any) -> None:
    async def handler(caller: policy) -> str:
        subject: str = caller.subject
        return subject

    app.get(f"/{name}")(handler)


@pytest.fixture
def app(verifier: TokenVerifier) -> FastAPI:
    """A service with one route a policy, and an open one."""
    app = FastAPI()
    app.state.service = SimpleNamespace(verifier=verifier)
    for name, (policy, _) in POLICIES.items():
        _route(app, name, policy)

    @app.get("/open")
    async def open_to_all(request: Request, caller: Annotated[Caller | None, Depends(identify)]) -> list[str | None]:
        kept = request.state.caller
        return [caller and caller.subject, kept and kept.subject]

    answer_with_problems(app)
    app.add_middleware(RequestContext)
    return app


@pytest.fixture
async def http(app: FastAPI) -> AsyncIterator[httpx.AsyncClient]:
    """A client of that service."""
    async with httpx.AsyncClient(transport=httpx.ASGITransport(app), base_url="http://service") as client:
        yield client


def _bearer(signers: dict[str, Signer], *roles: str, **claims: Any) -> dict[str, str]:
    token = signers["EdDSA"].sign(good_claims(roles=list(roles), **claims))
    return {"authorization": f"Bearer {token}"}


@pytest.mark.parametrize("name", POLICIES)
async def test_role_table(http: httpx.AsyncClient, signers: dict[str, Signer], name: str) -> None:
    served = set()
    for role in Role:
        answer = await http.get(f"/{name}", headers=_bearer(signers, role, member_id=str(MEMBER)))
        assert answer.status_code in {200, 403}
        served |= {role} if answer.status_code == 200 else set()
    assert served == POLICIES[name][1]


@pytest.mark.parametrize("name", POLICIES)
async def test_without_a_token_every_policy_answers_401(http: httpx.AsyncClient, name: str) -> None:
    answer = await http.get(f"/{name}")
    assert (answer.status_code, answer.headers["www-authenticate"]) == (401, "Bearer")
    assert answer.json()["type"] == "/problems/unauthenticated"


async def test_roles_nobody_knows_open_nothing(http: httpx.AsyncClient, signers: dict[str, Signer]) -> None:
    headers = _bearer(signers, "root", "admin", "MEMBER", "member ")
    answers = {name: (await http.get(f"/{name}", headers=headers)).status_code for name in POLICIES}
    assert answers == {name: 200 if name == "anyone" else 403 for name in POLICIES}


async def test_a_member_without_a_member_id_is_none(http: httpx.AsyncClient, signers: dict[str, Signer]) -> None:
    assert (await http.get("/member", headers=_bearer(signers, "member"))).status_code == 403


async def test_the_refusal_names_the_roles(http: httpx.AsyncClient, signers: dict[str, Signer]) -> None:
    answer = await http.get("/either", headers=_bearer(signers, "buyer"))
    assert answer.json()["detail"] == "this needs the role office_admin or staff"


async def test_an_open_route_knows_its_caller(http: httpx.AsyncClient, signers: dict[str, Signer]) -> None:
    assert (await http.get("/open")).json() == [None, None]
    assert (await http.get("/open", headers=_bearer(signers, "buyer"))).json() == ["ana", "ana"]


async def test_all_refused_tokens_get_one_answer(http: httpx.AsyncClient, signers: dict[str, Signer]) -> None:
    stranger = Signer("EdDSA", "key-EdDSA").sign()
    sign = signers["EdDSA"].sign
    tokens = [stranger, "x", sign(good_claims(aud="other")), sign(good_claims(office=None)), sign(kid="unknown")]
    bodies = []
    for token in tokens:
        answer = await http.get("/open", headers={"authorization": f"Bearer {token}", "x-request-id": "the-same-id"})
        assert answer.status_code == 401
        bodies.append(answer.content)
    assert len(set(bodies)) == 1


@pytest.mark.parametrize("scheme", ["bearer", "BEARER", "Bearer "])
async def test_the_scheme_has_no_case(http: httpx.AsyncClient, signers: dict[str, Signer], scheme: str) -> None:
    token = _bearer(signers, "buyer")["authorization"].removeprefix("Bearer ")
    assert (await http.get("/buyer", headers={"authorization": f"{scheme} {token}"})).status_code == 200


@pytest.mark.parametrize("value", ["", "Bearer", "Bearer ", "Basic YW5hOmFuYQ==", "Token abc", "é"])
async def test_an_authorization_that_is_no_bearer_token_is_401_even_on_an_open_route(
    http: httpx.AsyncClient, value: str
) -> None:
    assert (await http.get("/open", headers=[(b"authorization", value.encode("latin-1"))])).status_code == 401


async def test_a_good_token_under_another_scheme_is_401(http: httpx.AsyncClient, signers: dict[str, Signer]) -> None:
    token = _bearer(signers, "buyer")["authorization"].removeprefix("Bearer ")
    assert (await http.get("/buyer", headers={"authorization": f"Token {token}"})).status_code == 401


async def test_two_authorization_headers_are_401(http: httpx.AsyncClient, signers: dict[str, Signer]) -> None:
    good = _bearer(signers, "buyer")["authorization"].encode()
    answer = await http.get("/buyer", headers=[(b"authorization", good), (b"authorization", good)])
    assert answer.status_code == 401


async def test_a_token_in_query_or_cookie_is_not_looked_at(http: httpx.AsyncClient, signers: dict[str, Signer]) -> None:
    token = _bearer(signers, "buyer")["authorization"].removeprefix("Bearer ")
    answer = await http.get("/buyer", params={"access_token": token}, headers={"cookie": f"access_token={token}"})
    assert answer.status_code == 401


def test_openapi_shows_the_bearer_scheme_where_a_caller_is_needed(app: FastAPI) -> None:
    document = app.openapi()
    scheme = document["components"]["securitySchemes"]["access_token"]
    assert (scheme["type"], scheme["scheme"], scheme["bearerFormat"]) == ("http", "bearer", "JWT")
    closed = {path for path, item in document["paths"].items() if item["get"].get("security") == [{"access_token": []}]}
    assert closed == {f"/{name}" for name in POLICIES}


def test_a_facilitator_animates_only_the_named_filieres() -> None:
    mine, other = uuid4(), uuid4()
    facilitator = Caller("ana", "brussels", frozenset({Role.FACILITATOR}), filieres=frozenset({mine}))
    assert facilitator.animates(mine)
    assert not facilitator.animates(other)
    assert not Caller("ana", "brussels", frozenset({Role.MEMBER}), filieres=frozenset({mine})).animates(mine)


@pytest.mark.parametrize(("roles", "member_id"), [({Role.STAFF}, MEMBER), ({Role.MEMBER}, None), (set(), None)])
def test_only_a_member_has_a_member_id_to_act_with(roles: set[Role], member_id: UUID | None) -> None:
    with pytest.raises(Forbidden):
        _ = Caller("ana", "brussels", frozenset(roles), member_id).member


def test_a_member_acts_under_the_member_id() -> None:
    assert Caller("ana", "brussels", frozenset({Role.MEMBER}), MEMBER).member == MEMBER
