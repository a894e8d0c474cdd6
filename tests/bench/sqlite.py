"""P3: fifty writers at once on SQLite for ten seconds: none refused as locked, no update lost, short waits."""

import asyncio
import os
import sys
import tempfile
import time
from pathlib import Path

import httpx

from bench.measure import server, verdict
from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from partage_members.settings import MembersSettings
from support.databases import free_port

WRITERS, SECONDS, P99_MS = 50, 10, 300


async def write(client: httpx.AsyncClient, number: int, waits: list[float], failures: list[str]) -> int:
    """Register members one after the other until time is up; how many were accepted."""
    accepted = 0
    end = time.monotonic() + SECONDS
    while time.monotonic() < end:
        began = time.perf_counter()
        body = {"given_name": "Fictive", "family_name": f"Number {number}", "trades": ["graphic-designer"]}
        answer = await client.post("/members/v1/profiles", json=body)
        waits.append((time.perf_counter() - began) * 1000)
        if answer.status_code == 201:
            accepted += 1
        else:
            failures.append(f"{answer.status_code} {answer.text[:120]}")
    return accepted


async def count(client: httpx.AsyncClient) -> int:
    """How many profiles there are, page by page."""
    found, url = 0, "/members/v1/profiles?limit=200"
    while url:
        page = await client.get(url)
        found += len(page.json()["items"])
        url = page.links["next"]["url"] if "next" in page.links else ""
    return found


async def measure(base: str, token: str) -> bool:
    """Let fifty clients write, then count what is there."""
    waits: list[float] = []
    failures: list[str] = []
    limits = httpx.Limits(max_connections=WRITERS)
    headers = {"Authorization": f"Bearer {token}"}
    async with httpx.AsyncClient(base_url=base, headers=headers, limits=limits, timeout=60) as client:
        accepted = sum(await asyncio.gather(*(write(client, n, waits, failures) for n in range(WRITERS))))
        kept = await count(client)
    ordered = sorted(waits)
    print(
        f"{accepted} accepted in {SECONDS} s, median wait {ordered[len(ordered) // 2]:.0f} ms; refusals: {failures[:3]}"
    )
    passed = verdict("P3 requests refused", len(failures), 0, at_least=False)
    passed &= verdict("P3 accepted and not kept", accepted - kept, 0, at_least=False)
    return passed & verdict("P3 p99 wait", ordered[int(len(ordered) * 0.99)], P99_MS, at_least=False, unit=" ms")


def main() -> None:
    """Serve members from a fresh SQLite file."""
    home = Path(tempfile.mkdtemp(prefix="partage-bench-"))
    port = free_port()
    env = os.environ | {"PARTAGE_HOME": str(home), "PARTAGE_LOG_LEVEL": "warning", "PARTAGE_MEMBERS_PORT": str(port)}
    token = issue(MembersSettings(home=home), [Role.STAFF], "brussels")
    base = f"http://127.0.0.1:{port}"
    with server([sys.executable, "-m", "partage_members", "serve"], env, f"{base}/readyz"):
        sys.exit(0 if asyncio.run(measure(base, token)) else 1)


if __name__ == "__main__":
    main()
