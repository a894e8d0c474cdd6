"""P2: the members service on PostgreSQL against raw ASGI + asyncpg running the same statements, round by round."""

import asyncio
import json
import os
import statistics
import sys
import tempfile
from pathlib import Path
from uuid import uuid4

import httpx

from bench.measure import interleaved, noise, server, verdict, wrk
from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from partage_members.settings import MembersSettings
from support.databases import Cluster, free_port

ROUNDS = 3
TARGETS = {"read one": 0.45, "list of 50": 0.70, "insert + outbox": 0.45}
POST = """
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
local n = 0
function request()
  n = n + 1
  wrk.headers["Idempotency-Key"] = "%s-" .. n
  return wrk.format(nil, nil, nil, [[%s]])
end
"""
NEW = json.dumps(
    {
        "given_name": "Fictive",
        "family_name": "Vandermolenvert",
        "email": "f@example.org",
        "territory": {"country": "BE", "nuts": "BE100", "municipality": "Ixelles", "postal_code": "1050"},
        "languages": ["fr"],
        "headline": {"fr": "Graphiste"},
        "trades": ["graphic-designer"],
        "sectors": ["74"],
        "stage": "established",
    }
)


def main() -> None:
    """Start both servers on one database server, measure in turn, print the ratios."""
    home = Path(tempfile.mkdtemp(prefix="partage-bench-"))
    cluster = Cluster()
    cluster.start(durable=True)
    try:
        cluster.execute("CREATE DATABASE members")
        passed = measure(home, cluster)
    finally:
        cluster.remove()
    sys.exit(0 if passed else 1)


def measure(home: Path, cluster: Cluster) -> bool:
    ours, raw = free_port(), free_port()
    url = cluster.url("members")
    settings = MembersSettings(home=home)
    env = os.environ | {
        "PARTAGE_HOME": str(home),
        "PARTAGE_MEMBERS_PORT": str(ours),
        "PARTAGE_MEMBERS_DATABASE_URL": url,
    }
    env |= {"PARTAGE_LOG_LEVEL": "warning", "RAW_URL": url.replace("+asyncpg", ""), "PYTHONPATH": "tests"}
    token = f"Authorization: Bearer {issue(settings, [Role.STAFF], 'brussels')}"
    base = f"http://127.0.0.1:{ours}"
    raw_command = [
        sys.executable,
        "-m",
        "uvicorn",
        "bench.raw_members:app",
        "--port",
        str(raw),
        "--log-level",
        "warning",
    ]
    with (
        server([sys.executable, "-m", "partage_members", "serve"], env, f"{base}/readyz"),
        server([*raw_command, "--log-level", "warning", "--no-access-log"], env, f"http://127.0.0.1:{raw}/livez"),
    ):
        one = asyncio.run(fill(f"{base}/members/v1/profiles", token))
        scripts = [write_script(home) for _ in range(2)]
        results = {
            "read one": interleaved(
                ROUNDS,
                raw=lambda: wrk(f"http://127.0.0.1:{raw}/profiles/{one}"),
                ours=lambda: wrk(f"{base}/members/v1/profiles/{one}", header=token),
            ),
            "list of 50": interleaved(
                ROUNDS,
                raw=lambda: wrk(f"http://127.0.0.1:{raw}/profiles"),
                ours=lambda: wrk(f"{base}/members/v1/profiles?limit=50", header=token),
            ),
            "insert + outbox": interleaved(
                ROUNDS,
                raw=lambda: wrk(f"http://127.0.0.1:{raw}/profiles", script=fresh(scripts[0])),
                ours=lambda: wrk(f"{base}/members/v1/profiles", header=token, script=fresh(scripts[1])),
            ),
        }
    passed = True
    for name, rates in results.items():
        print(f"{name}: raw {noise(rates['raw'])} req/s, ours {noise(rates['ours'])} req/s")
        ratios = [a / b for a, b in zip(rates["ours"], rates["raw"], strict=True)]
        passed &= verdict(f"P2 {name}, ratio to raw", statistics.median(ratios), TARGETS[name])
    return passed


def write_script(home: Path) -> Path:
    return home / f"{uuid4().hex}.lua"


def fresh(script: Path) -> Path:
    """A script whose keys were never used before."""
    script.write_text(POST % (uuid4().hex, NEW))
    return script


async def fill(url: str, token: str) -> str:
    """Register 200 members and give the id of one."""
    name, _, value = token.partition(": ")
    headers = {name: value, "Content-Type": "application/json"}
    async with httpx.AsyncClient(headers=headers, timeout=30) as client:
        answers = [await client.post(url, content=NEW) for _ in range(200)]
    return str(answers[0].json()["id"])


if __name__ == "__main__":
    main()
