"""P1: the gateway with routing, token check, request id and rate limit, beside nginx and beside FastAPI + httpx.

Run it as a script. Each proxy is confined to the first core in turn, and wrk and the origin (nginx with a file of 1 KB)
to the second, round after round. nginx runs the configuration that the gateway generates, so both do the same work but
for the token. One wrk on one core cannot exhaust nginx: the requests for each second of the proxy's own processor time
are printed too, and say how much nginx had left.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bench.measure import interleaved, noise, require, server, verdict, wrk
from partage_gateway.nginx import nginx_configuration
from partage_gateway.settings import GatewaySettings
from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from support.databases import free_port

ROUNDS = 5
SECONDS = 3
PATH = "/members/v1/one"
UNLIMITED = "100000000/10 second"
NAIVE = Path(__file__).with_name("naive_proxy.py")
_UNITS = {"us": 1.0, "ms": 1_000.0, "s": 1_000_000.0}


@dataclass(frozen=True)
class Proxy:
    """One way to the origin; `efficiency` collects the requests for each second of its own processor time."""

    url: str
    process: int
    header: str
    efficiency: list[float] = field(default_factory=list)

    def throughput(self) -> float:
        """Requests a second with 32 connections."""
        before = processor_seconds(self.process)
        rate = wrk(self.url, seconds=SECONDS, connections=32, header=self.header)
        self.efficiency.append(rate * SECONDS / max(processor_seconds(self.process) - before, 0.01))
        return rate

    def p50(self) -> float:
        """The median time of an answer at one connection, in microseconds."""
        command = [require("wrk", "wrk"), "-t1", "-c1", f"-d{SECONDS}s", "--latency", "-H", self.header, self.url]
        out = subprocess.run(command, capture_output=True, text=True, check=True).stdout
        found = re.search(r"50%\s+([0-9.]+)(us|ms|s)", out)
        if found is None:
            sys.exit(f"wrk said nothing to read:\n{out}")
        return float(found[1]) * _UNITS[found[2]]


def processor_seconds(process: int) -> float:
    """What a process has used so far, with all its threads."""
    fields = Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


@contextmanager
def nginx(folder: Path, name: str, core: int, http: str, ready: str) -> Iterator[int]:
    """One nginx process with these lines in its `http` block."""
    file = folder / f"{name}.conf"
    temporary = "".join(f"{kind}_temp_path {folder}/{name}-{kind};" for kind in ("client_body", "proxy"))
    file.write_text(
        f"daemon off; master_process off; error_log {folder}/{name}.log; pid {folder}/{name}.pid;"
        f"events {{ worker_connections 1024; }}"
        f"http {{ access_log off; keepalive_requests 100000000; {temporary}\n{http}\n}}\n"
    )
    command = [require("taskset", "util-linux"), "-c", str(core), require("nginx", "nginx-light"), "-c", str(file)]
    with server(command, os.environ, ready) as process:
        yield process.pid


@contextmanager
def python(core: int, arguments: list[str], settings: dict[str, str], ready: str) -> Iterator[int]:
    """One Python process."""
    command = [require("taskset", "util-linux"), "-c", str(core), sys.executable, *arguments]
    with server(command, {**os.environ, **settings}, ready) as process:
        yield process.pid


@contextmanager
def proxies(folder: Path) -> Iterator[dict[str, Proxy]]:
    """The origin, and every way to it."""
    ports = {name: free_port() for name in ("direct", "nginx", "gateway", "naive")}
    urls = {name: f"http://127.0.0.1:{port}{PATH}" for name, port in ports.items()}
    origin = f"http://127.0.0.1:{ports['direct']}"
    page = folder / "www" / PATH.removeprefix("/")
    page.parent.mkdir(parents=True)
    page.write_bytes(b"x" * 1024)
    folder.chmod(0o755)
    settings = GatewaySettings(home=folder, members_url=origin, address_limit=UNLIMITED)
    environment = {
        "PARTAGE_HOME": str(folder),
        "PARTAGE_LOG_LEVEL": "warning",
        "PARTAGE_GATEWAY_PORT": str(ports["gateway"]),
        "PARTAGE_GATEWAY_MEMBERS_URL": origin,
        "PARTAGE_GATEWAY_ADDRESS_LIMIT": UNLIMITED,
        "PARTAGE_GATEWAY_SUBJECT_LIMIT": UNLIMITED,
    }
    files = f"server {{ listen 127.0.0.1:{ports['direct']}; root {folder}/www; default_type application/json; }}"
    same = nginx_configuration(settings, listen=f"127.0.0.1:{ports['nginx']}")
    naive = [str(NAIVE), str(ports["naive"]), origin]
    with ExitStack() as running:
        started = {
            "direct": running.enter_context(nginx(folder, "origin", 1, files, urls["direct"])),
            "nginx": running.enter_context(nginx(folder, "proxy", 0, same, urls["nginx"])),
            "gateway": running.enter_context(
                python(0, ["-m", "partage_gateway", "serve"], environment, urls["gateway"])
            ),
            "naive": running.enter_context(python(0, naive, {}, urls["naive"])),
        }
        token = issue(settings, [Role.BUYER], "brussels")
        yield {name: Proxy(urls[name], process, f"Authorization: Bearer {token}") for name, process in started.items()}


def main() -> None:
    """Measure, print, and fail when a target is missed."""
    os.sched_setaffinity(0, {1})  # wrk inherits the second core; each proxy is given the first
    with tempfile.TemporaryDirectory() as folder, proxies(Path(folder)) as ways:
        rates = interleaved(ROUNDS, **{n: ways[n].throughput for n in ("nginx", "gateway", "naive")})
        times = interleaved(ROUNDS, **{n: ways[n].p50 for n in ("direct", "nginx", "gateway")})
    for name, values in rates.items():
        print(f"{name:8} {noise(values)} requests/s, {noise(ways[name].efficiency)} for a second of its processor")
    for name, values in times.items():
        print(f"{name:8} p50 {noise(values)} us at one connection")
    rate = {name: statistics.median(values) for name, values in rates.items()}
    own = {name: statistics.median(ways[name].efficiency) for name in rates}
    p50 = {name: statistics.median(values) for name, values in times.items()}
    print(f"      gateway / nginx for a second of the proxy's own processor: {own['gateway'] / own['nginx']:.3f}")
    passed = [
        verdict("P1 gateway / nginx, one core each", rate["gateway"] / rate["nginx"], 0.15),
        verdict("P1 gateway / (FastAPI + httpx)", rate["gateway"] / rate["naive"], 20),
        verdict(
            "P1 added p50 / nginx's",
            (p50["gateway"] - p50["direct"]) / (p50["nginx"] - p50["direct"]),
            3,
            at_least=False,
        ),
    ]
    sys.exit(not all(passed))


if __name__ == "__main__":
    main()
