"""A gateway process before a workshop (members), nothing (procurement) and a witness (impact)."""

from collections.abc import AsyncIterator, Callable, Iterator
from pathlib import Path

import httpx
import pytest
import pytest_asyncio

from gateway.processes import Process, workshop
from gateway.processes import gateway as gateway_process
from gateway.witness import Witness, plain
from support.databases import free_port
from support.plain_http import NO_CERTIFICATES
from support.signer import ISSUER, Signer, key_set

GatewayMaker = Callable[..., Process]


@pytest.fixture(scope="session")
def signer() -> Signer:
    """Who signs the tokens of these tests."""
    return Signer("EdDSA", "key-1")


@pytest.fixture(scope="session")
def keys(tmp_path_factory: pytest.TempPathFactory, signer: Signer) -> Path:
    """The published keys."""
    file = tmp_path_factory.mktemp("keys") / "jwks.json"
    file.write_text(key_set(signer.jwk()))
    return file


@pytest.fixture(scope="session")
def service() -> Iterator[Process]:
    """The service behind /members/."""
    process = workshop()
    process.start()
    yield process
    process.stop()


@pytest.fixture(scope="session")
def only_witness() -> Iterator[Witness]:
    """The service behind /impact/."""
    witness = Witness()
    yield witness
    witness.stop()


@pytest.fixture
def witness(only_witness: Witness) -> Witness:
    """The same, with nothing seen yet."""
    only_witness.heads.clear()
    only_witness.script = plain
    return only_witness


@pytest.fixture(scope="session")
def door(
    tmp_path_factory: pytest.TempPathFactory, keys: Path, service: Process, only_witness: Witness
) -> Iterator[Process]:
    """The gateway that most tests knock at."""
    nobody = f"http://127.0.0.1:{free_port()}"
    process = gateway_process(
        tmp_path_factory.mktemp("home"), keys, ISSUER,
        members_url=service.url, procurement_url=nobody, impact_url=only_witness.url,
        cors_origins="https://app.example.org", subject_limit="100000/second", address_limit="100000/second",
    )  # fmt: skip
    process.start()
    yield process
    process.stop()


@pytest.fixture(scope="session")
def quick_door(tmp_path_factory: pytest.TempPathFactory, keys: Path, service: Process) -> Iterator[Process]:
    """A gateway that waits 0.4 seconds for anybody."""
    home = tmp_path_factory.mktemp("home")
    process = gateway_process(home, keys, ISSUER, members_url=service.url, silence_seconds="0.4")
    process.start()
    yield process
    process.stop()


@pytest_asyncio.fixture
async def client(door: Process) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody without a token."""
    async with httpx.AsyncClient(base_url=door.url, timeout=30, verify=NO_CERTIFICATES) as somebody:
        yield somebody


@pytest.fixture
def make_gateway(tmp_path: Path, keys: Path) -> Iterator[GatewayMaker]:
    """Start further gateways with settings of their own."""
    started: list[Process] = []

    def make(keys_in: Path = keys, log: Path | None = None, **settings: str) -> Process:
        process = gateway_process(tmp_path, keys_in, ISSUER, **settings)
        process.log = log
        started.append(process)
        process.start()
        return process

    yield make
    for process in started:
        process.stop()
