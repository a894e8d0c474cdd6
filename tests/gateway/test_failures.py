"""What a caller sees when a service is down, slow, broken or busy: a problem, never a hang, never half an answer."""

import asyncio
import socket
from pathlib import Path

import httpx
import pytest

from gateway.conftest import GatewayMaker
from gateway.processes import Process, workshop
from gateway.witness import Witness
from support.plain_http import NO_CERTIFICATES
from support.waiting import eventually


def is_problem(answer: httpx.Response, status: int, code: str) -> bool:
    """Whether an answer is this problem in the house's form."""
    document = answer.json()
    assert answer.headers["content-type"] == "application/problem+json"
    assert document["request_id"] == answer.headers["x-request-id"]
    return (answer.status_code, document["status"], document["type"]) == (status, status, f"/problems/{code}")


async def test_nobody_there(client: httpx.AsyncClient) -> None:
    answer = await client.get("/procurement/v1/offers", headers={"accept-language": "nl"})
    assert is_problem(answer, 502, "upstream-unreachable")
    assert answer.headers["retry-after"] == "2"
    assert answer.json()["title"] == "De gevraagde dienst is niet bereikbaar"
    assert (await client.post("/procurement/v1/offers", content=b"x" * 200_000)).status_code == 502


async def test_no_answer_in_time(quick_door: Process) -> None:
    async with httpx.AsyncClient(base_url=quick_door.url, timeout=30, verify=NO_CERTIFICATES) as client:
        for body in (b"", b"small", b"x" * 200_000):
            answer = await client.post("/members/v1/never", content=body)
            assert is_problem(answer, 504, "upstream-timeout")
            assert int(answer.headers["retry-after"]) > 0


async def test_silence_within_a_stated_body_is_no_whole_answer(quick_door: Process) -> None:
    async with httpx.AsyncClient(base_url=quick_door.url, timeout=30, verify=NO_CERTIFICATES) as client:
        with pytest.raises(httpx.RemoteProtocolError):
            await client.get("/members/v1/falls-silent")


@pytest.mark.parametrize(
    "answer",
    [
        b"",
        b"hello\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\ncontent-length: 3\r\n\r\nokk",
        b"HTTP/1.1 101 Switching Protocols\r\nupgrade: h2c\r\nconnection: upgrade\r\n\r\n",
        b"HTTP/1.1 999 Odd\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nx-name: caf\xc3\xa9\r\ncontent-length: 0\r\n\r\n",
        b"HTTP/1.1 200 OK\r\ncontent-length: 5\r\n\r\n",
    ],
)
async def test_an_answer_that_is_none(client: httpx.AsyncClient, witness: Witness, answer: bytes) -> None:
    def broken(connection: socket.socket) -> None:
        connection.sendall(answer)

    witness.script = broken
    assert is_problem(await client.get("/impact/v1/odd"), 502, "upstream-broke")
    assert len(witness.heads) == 1, "a broken exchange is not repeated"


async def test_lengths_of_the_service_are_not_believed_twice(client: httpx.AsyncClient, witness: Witness) -> None:
    def both(connection: socket.socket) -> None:
        connection.sendall(
            b"HTTP/1.1 200 OK\r\nconnection: close\r\ncontent-length: 90\r\ntransfer-encoding: chunked\r\n\r\n"
            b"2\r\nok\r\n0\r\n\r\n"
        )

    def unchanged(connection: socket.socket) -> None:
        connection.sendall(b"HTTP/1.1 304 Not Modified\r\ncontent-length: 90\r\n\r\n")

    witness.script = both
    answer = await client.get("/impact/v1/both")
    assert (answer.content, answer.headers.get("content-length")) == (b"ok", None)
    witness.script = unchanged
    assert (await client.get("/impact/v1/unchanged")).status_code == 304


async def test_a_service_that_comes_back_is_found_again(make_gateway: GatewayMaker) -> None:
    service = workshop()
    service.start()
    door = make_gateway(members_url=service.url)
    async with httpx.AsyncClient(base_url=door.url, timeout=30, verify=NO_CERTIFICATES) as client:
        # several connections are open and idle when the service goes
        await asyncio.gather(*(client.get("/members/v1/echo") for _ in range(8)))
        service.kill()
        assert (await client.get("/members/v1/echo")).status_code == 502
        service.start()
        answers = await asyncio.gather(*(client.post("/members/v1/echo", content=b"again") for _ in range(8)))
        service.stop()
    assert [answer.status_code for answer in answers] == [200] * 8


async def test_too_many_under_way(make_gateway: GatewayMaker, service: Process) -> None:
    door = make_gateway(members_url=service.url, max_in_flight="1")
    async with httpx.AsyncClient(base_url=door.url, timeout=30, verify=NO_CERTIFICATES) as client:

        async def free_again() -> int:
            return (await client.get("/members/v1/echo")).status_code

        async with client.stream("GET", "/members/v1/endless") as stream:
            assert stream.status_code == 200
            refused = await client.get("/members/v1/echo")
            assert is_problem(refused, 503, "upstream-busy")
            assert refused.headers["retry-after"] == "1"
        assert await eventually(free_again, lambda status: status == 200) == 200


@pytest.mark.parametrize(
    "framing",
    ["content-length: 10\r\n\r\nbegin", "content-length: 900000\r\n\r\nbegin", "transfer-encoding: chunked\r\n\r\n"],
)
def test_a_caller_who_stops_sending(quick_door: Process, framing: str) -> None:
    with socket.create_connection(("127.0.0.1", quick_door.port), timeout=30) as connection:
        connection.sendall(b"POST /members/v1/upload HTTP/1.1\r\nhost: a\r\n" + framing.encode())
        answer = b""
        while got := connection.recv(65_536):  # until the gateway ends the connection
            answer += got
    assert answer.startswith(b"HTTP/1.1 408 ")
    assert b"/problems/body-too-slow" in answer


async def test_a_caller_who_hangs_up_while_sending(client: httpx.AsyncClient, door: Process) -> None:
    with socket.create_connection(("127.0.0.1", door.port)) as connection:
        connection.sendall(b"POST /members/v1/upload HTTP/1.1\r\nhost: a\r\ncontent-length: 900000\r\n\r\nbegin")
    assert (await client.get("/members/v1/echo")).status_code == 200


async def test_readiness_of_the_house(client: httpx.AsyncClient, make_gateway: GatewayMaker, service: Process) -> None:
    answer = await client.get("/readyz")
    assert answer.status_code == 503
    states = {name: state["reason"] for name, state in answer.json()["services"].items()}
    # the witness answers what is no readiness document
    assert states == {"members": "ready", "procurement": "unreachable", "impact": "unreachable"}
    door = make_gateway(members_url=service.url, procurement_url=service.url, impact_url=service.url)
    async with httpx.AsyncClient(base_url=door.url, timeout=30, verify=NO_CERTIFICATES) as caller:
        whole = await caller.get("/readyz")
    assert (whole.status_code, whole.json()["status"]) == (200, "ok")
    assert whole.json()["services"]["impact"]["checks"] == {"database": "ok"}


def test_a_fresh_gateway_lives_before_its_services(make_gateway: GatewayMaker) -> None:
    door = make_gateway()
    assert httpx.get(f"{door.url}/livez").json() == {"status": "ok"}
    assert httpx.get(f"{door.url}/version").json()["service"] == "gateway"
    assert "partage_gateway_seconds" in httpx.get(f"{door.url}/metrics").text


def test_nobody_accepts_the_connection_in_time(make_gateway: GatewayMaker) -> None:
    with socket.create_server(("127.0.0.1", 0), backlog=0) as full:
        address = full.getsockname()
        waiting = [socket.socket() for _ in range(4)]  # they fill the queue, so that further callers wait
        for caller in waiting:
            caller.setblocking(False)
            caller.connect_ex(address)
        door = make_gateway(members_url=f"http://127.0.0.1:{address[1]}", connect_seconds="0.3")
        answer = httpx.get(f"{door.url}/members/v1/echo", timeout=30, verify=NO_CERTIFICATES)
        for caller in waiting:
            caller.close()
    assert is_problem(answer, 502, "upstream-unreachable")


def test_logs_name_no_secret_and_no_query(make_gateway: GatewayMaker, service: Process, tmp_path: Path) -> None:
    log = tmp_path / "log"
    door = make_gateway(log=log, members_url=service.url, silence_seconds="0.3", log_level="debug")
    secret, query = "s3cret.s3cret.s3cret", "q=Zenobia%0aforged"
    for path in ("/members/v1/echo", "/members/v1/never", "/procurement/v1/x", "/problems/Zenobia"):
        httpx.get(f"{door.url}{path}?{query}", timeout=30, verify=NO_CERTIFICATES)
        httpx.get(
            f"{door.url}{path}?{query}",
            headers={"authorization": f"Bearer {secret}"},
            timeout=30,
            verify=NO_CERTIFICATES,
        )
    with pytest.raises(httpx.RemoteProtocolError):
        httpx.get(f"{door.url}/members/v1/falls-silent?{query}", timeout=30, verify=NO_CERTIFICATES)
    written = log.read_text()
    assert "upstream-timeout" in written
    assert "answer broke off" in written
    assert not [word for word in ("s3cret", "Zenobia", "forged") if word in written]
