"""P9: the house on a prepared environment: how soon all is healthy, what a service weighs idle, how soon it stops."""

import os
import re
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import httpx

from bench.measure import noise, verdict
from support.databases import free_port

ROUNDS = 3
ROOMS = ("GATEWAY", "MEMBERS", "PROCUREMENT", "IMPACT", "NATS")


def one_round(home: Path) -> tuple[float, float, float]:
    """Seconds until ready, megabytes of the heaviest service, seconds until all has stopped."""
    ports = {room: free_port() for room in ROOMS}
    env = os.environ | {f"PARTAGE_{room}_PORT": str(port) for room, port in ports.items()}
    env |= {"PARTAGE_HOME": str(home)}
    began = time.perf_counter()
    house = subprocess.Popen(
        [sys.executable, "-m", "deploy.house", "run", "--empty"], env=env, stdout=subprocess.DEVNULL
    )
    try:
        until_ready(f"http://127.0.0.1:{ports['GATEWAY']}/readyz")
        ready = time.perf_counter() - began
        heaviest = max(resident(room) for room in ("members", "procurement", "impact"))
    finally:
        asked = time.perf_counter()
        house.send_signal(signal.SIGINT)
        house.wait(20)
    return ready, heaviest, time.perf_counter() - asked


def until_ready(url: str) -> None:
    """Ask until the house is ready, for a minute at most."""
    deadline = time.monotonic() + 60
    while time.monotonic() < deadline:
        try:
            if httpx.get(url, timeout=2).status_code == 200:
                return
        except httpx.TransportError:
            pass
        time.sleep(0.02)
    sys.exit("the house was not ready within a minute")


def resident(room: str) -> float:
    """Resident memory of the newest process of a service, in MB."""
    pids = subprocess.run(
        ["pgrep", "-n", "-f", f"partage_{room} serve"], capture_output=True, text=True, check=True
    ).stdout
    status = Path(f"/proc/{pids.split()[0]}/status").read_text()
    found = re.search(r"VmRSS:\s+(\d+) kB", status)
    return int(found[1]) / 1024 if found else 0.0


def main() -> None:
    """Start and stop the house several times on one folder."""
    home = Path(tempfile.mkdtemp(prefix="partage-bench-"))
    one_round(home)  # makes the databases
    rounds = [one_round(home) for _ in range(ROUNDS)]
    ready, weight, stop = ([values[i] for values in rounds] for i in range(3))
    print(f"ready {noise(ready)} s, heaviest service {noise(weight)} MB, stopped {noise(stop)} s")
    passed = verdict("P9 healthy", statistics.median(ready), 4, at_least=False, unit=" s")
    passed &= verdict("P9 heaviest service idle", statistics.median(weight), 150, at_least=False, unit=" MB")
    passed &= verdict("P9 stopped", statistics.median(stop), 2, at_least=False, unit=" s")
    sys.exit(0 if passed else 1)


if __name__ == "__main__":
    main()
