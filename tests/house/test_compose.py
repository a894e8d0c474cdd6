"""The production-like house of compose.yaml: its commands, its environment, its bus permissions, on PostgreSQL."""

import asyncio
import json
from collections.abc import Awaitable, Callable, Iterator
from typing import Any

import httpx
import nats
import nats.errors
import pytest
from nats.aio.client import Client
from nats.js.api import DeliverPolicy

from support.composed import ComposedHouse, composed_house
from support.house import member_number

pytestmark = pytest.mark.postgresql

NEW = {"given_name": "Anouk", "family_name": "Vandermolenvert", "trades": ["graphic-designer"]}


@pytest.fixture(scope="module")
def composed(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ComposedHouse]:
    """The house, as compose.yaml describes it."""
    with composed_house(tmp_path_factory.mktemp("composed")) as running:
        yield running


async def published(house: ComposedHouse, subject: str) -> dict[str, Any]:
    """The newest event on a subject, read as the integrator."""
    client = await nats.connect(house.nats_url("integrator"), inbox_prefix=b"_INBOX_integrator")
    try:
        stream = client.jetstream()
        reading = await stream.subscribe(subject, durable="integrator", deliver_policy=DeliverPolicy.LAST)
        event: dict[str, Any] = json.loads((await reading.next_msg(timeout=20)).data)
        return event
    finally:
        await client.close()


async def refused(house: ComposedHouse, user: str, deed: Callable[[Client], Awaitable[object]]) -> str:
    """What the bus says to a deed of a user that it does not allow."""
    said: asyncio.Future[Exception] = asyncio.get_running_loop().create_future()

    async def note(error: Exception) -> None:
        if not said.done():
            said.set_result(error)

    client = await nats.connect(house.nats_url(user), error_cb=note)
    try:
        await deed(client)
        async with asyncio.timeout(10):
            return str(await said).lower()
    finally:
        await client.close()


async def test_a_member_registers_through_the_gateway_and_an_integrator_reads_it(composed: ComposedHouse) -> None:
    token = composed.provider.token("member", office="brussels", member_id=str(member_number(1)))
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=composed.gateway, headers=headers, timeout=30) as door:
        answer = await door.post("/members/v1/profiles/mine", json=NEW)
        assert answer.status_code == 201, answer.text
        assert (await door.get("/members/v1/profiles/mine")).json()["family_name"] == "Vandermolenvert"
    event = await published(composed, "partage.brussels.members.profile.registered.v1")
    assert event["subject"] == str(member_number(1))
    assert "Vandermolenvert" not in json.dumps(event)


async def test_without_a_token_of_the_provider_there_is_no_way_in(composed: ComposedHouse) -> None:
    async with httpx.AsyncClient(base_url=composed.gateway, timeout=30) as door:
        assert (await door.get("/members/v1/profiles")).status_code == 401
        forged = await door.get("/members/v1/profiles", headers={"Authorization": "Bearer e30.e30.e30"})
        assert forged.status_code == 401


@pytest.mark.parametrize(
    ("user", "subject"),
    [
        ("integrator", "partage.brussels.members.profile.registered.v1"),
        ("procurement", "partage.brussels.members.profile.registered.v1"),
        ("members", "partage.brussels.procurement.pooled_order.settled.v1"),
        ("integrator", "$JS.API.STREAM.DELETE.MEMBERS"),
        ("impact", "$JS.API.STREAM.PURGE.MEMBERS"),
        # the durable of a service: taken away, changed, read or acknowledged in its place
        ("integrator", "$JS.API.CONSUMER.DELETE.MEMBERS.procurement"),
        ("integrator", "$JS.API.CONSUMER.CREATE.MEMBERS.procurement"),
        ("integrator", "$JS.API.CONSUMER.DURABLE.CREATE.MEMBERS.procurement"),
        ("integrator", "$JS.API.CONSUMER.CREATE.MEMBERS"),
        ("integrator", "$JS.API.CONSUMER.MSG.NEXT.MEMBERS.procurement"),
        ("integrator", "$JS.ACK.MEMBERS.procurement.1.1.1.1.1"),
    ],
)
async def test_nobody_writes_on_the_bus_what_is_not_theirs(composed: ComposedHouse, user: str, subject: str) -> None:
    refusal = await refused(composed, user, lambda client: client.publish(subject, b"{}"))
    assert "permissions violation for publish" in refusal


async def test_an_integrator_overhears_no_answers(composed: ComposedHouse) -> None:
    refusal = await refused(composed, "integrator", lambda client: client.subscribe("_INBOX.>"))
    assert "permissions violation for subscription" in refusal


def test_the_bus_refuses_strangers(composed: ComposedHouse) -> None:
    async def knock() -> None:
        await nats.connect(f"nats://{composed.addresses['nats:4222']}", allow_reconnect=False, connect_timeout=5)

    with pytest.raises(nats.errors.Error, match=r"(?i)authorization"):
        asyncio.run(knock())
