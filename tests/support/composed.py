"""compose.yaml without a container engine: the same commands and environment, started here on PostgreSQL."""

import os
import re
import secrets
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import httpx
import yaml

from deploy.house.rooms import nats_server
from support.databases import Cluster, free_port
from support.openid_provider import OpenIdProvider

ROOT = Path(__file__).parents[2]
OURS = ("members", "procurement", "impact", "gateway")
_VARIABLE = re.compile(r"\$\{(?P<name>\w+):\?[^}]*\}")


@dataclass
class ComposedHouse:
    """A running house: addresses, the identity provider, and the passwords it was given."""

    addresses: dict[str, str]
    provider: OpenIdProvider
    secrets: dict[str, str]

    @property
    def gateway(self) -> str:
        """The one door."""
        return f"http://{self.addresses['gateway:8000']}"

    def nats_url(self, user: str) -> str:
        """The bus, as one of its users."""
        return f"nats://{user}:{self.secrets[f'{user.upper()}_NATS_PASSWORD']}@{self.addresses['nats:4222']}"


@contextmanager
def composed_house(folder: Path) -> Iterator[ComposedHouse]:
    """Everything of compose.yaml that is ours or that we speak to, on free ports of loopback."""
    compose: dict[str, Any] = yaml.safe_load((ROOT / "compose.yaml").read_text())
    given = _secrets()
    with ExitStack() as stack:
        provider = OpenIdProvider(folder / "provider")
        provider.start()
        stack.callback(provider.stop)
        cluster = Cluster()
        cluster.start()
        stack.callback(cluster.remove)
        addresses = {f"{name}:8000": f"127.0.0.1:{free_port()}" for name in OURS}
        addresses |= {"postgres:5432": f"127.0.0.1:{cluster.port}", "nats:4222": f"127.0.0.1:{free_port()}"}
        _initialise(cluster, given)
        _run(stack, _nats(folder, addresses), given, folder / "nats.log")
        for name in OURS:
            service = compose["services"][name]
            environment = {
                key: _told(value, given, addresses, provider) for key, value in service["environment"].items()
            }
            image = _image_environment(folder / name, addresses[f"{name}:8000"])
            command = [sys.executable, "-m", f"partage_{name}", *service["command"]]
            _run(stack, command, image | environment, folder / f"{name}.log")
        house = ComposedHouse(addresses, provider, given)
        _until_ready(f"{house.gateway}/readyz")
        yield house


def _secrets() -> dict[str, str]:
    """A value for every variable that deploy/example.env names."""
    lines = (ROOT / "deploy/example.env").read_text().splitlines()
    return {line.removesuffix("="): secrets.token_hex(24) for line in lines if line.endswith("=")}


def _told(value: str, given: dict[str, str], addresses: dict[str, str], provider: OpenIdProvider) -> str:
    """A value of compose.yaml, its variables filled in and its host names replaced by where we run them."""
    filled = _VARIABLE.sub(lambda found: given[found["name"]], str(value))
    filled = re.sub(r"http://identity:8080/\S+", provider.issuer, filled)
    for host, address in addresses.items():
        filled = filled.replace(host, address)
    return filled


def _image_environment(home: Path, address: str) -> dict[str, str]:
    """What the image sets, but for host and port."""
    return {"PARTAGE_HOST": "127.0.0.1", "PARTAGE_PORT": address.rpartition(":")[2], "PARTAGE_HOME": str(home)}


def _initialise(cluster: Cluster, given: dict[str, str]) -> None:
    """Run the script that the database image runs on an empty folder."""
    where = {"PGHOST": "127.0.0.1", "PGPORT": str(cluster.port), "POSTGRES_USER": "partage"}
    subprocess.run(
        [ROOT / "deploy/postgres/init.sh"], env=os.environ | where | given, check=True, stdout=subprocess.DEVNULL
    )


def _nats(folder: Path, addresses: dict[str, str]) -> list[str]:
    """The bus with the configuration that compose.yaml mounts, listening here and keeping its data there."""
    text = (ROOT / "deploy/nats/nats.conf").read_text()
    text = text.replace("0.0.0.0:4222", addresses["nats:4222"]).replace(
        "store_dir: /data", f"store_dir: {str(folder)!r}"
    )
    (folder / "nats.conf").write_text(text)
    return [str(nats_server()), "-c", str(folder / "nats.conf")]


def _run(stack: ExitStack, command: list[str], environment: dict[str, str], log: Path) -> None:
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARTAGE_")}
    with log.open("ab") as lines:
        process = subprocess.Popen(command, env=inherited | environment, stdout=lines, stderr=lines)

    def end() -> None:
        process.terminate()
        process.wait(20)

    stack.callback(end)


def _until_ready(url: str) -> None:
    deadline = time.monotonic() + 90
    last = "no answer"
    while time.monotonic() < deadline:
        try:
            answer = httpx.get(url, timeout=5)
            if answer.status_code == 200:
                return
            last = answer.text
        except httpx.TransportError as error:
            last = str(error)
        time.sleep(0.1)  # between two looks
    raise RuntimeError(f"the house did not become ready: {last}")
