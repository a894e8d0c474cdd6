"""What the benchmarks share: server processes, wrk, interleaved rounds, and lines that pass or fail."""

import re
import shutil
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import httpx


def require(program: str, package: str) -> str:
    """The path of a program, or a clear end."""
    found = shutil.which(program)
    if found is None:
        sys.exit(f"{program} is missing: apt-get install {package}")
    return found


@contextmanager
def server(command: list[str], env: Mapping[str, str], ready: str) -> Iterator[subprocess.Popen[bytes]]:
    """A server process that answers at `ready` with 200, stopped at the end."""
    process = subprocess.Popen(command, env=dict(env), stdout=subprocess.DEVNULL)
    try:
        deadline = time.monotonic() + 30
        while time.monotonic() < deadline:
            try:
                if httpx.get(ready, timeout=2).status_code == 200:
                    break
            except httpx.TransportError:
                time.sleep(0.05)
        else:
            sys.exit(f"{command} was not ready within 30 s")
        yield process
    finally:
        process.terminate()
        process.wait(10)


def wrk(url: str, *, seconds: int = 3, connections: int = 16, script: Path | None = None, header: str = "") -> float:
    """Requests a second; any answer that is not 2xx ends the benchmark."""
    command = [require("wrk", "wrk"), "-t1", f"-c{connections}", f"-d{seconds}s", "--timeout", "10s"]
    command += ["-H", header] if header else []
    command += ["-s", str(script)] if script else []
    out = subprocess.run([*command, url], capture_output=True, text=True, check=True).stdout
    if "Non-2xx" in out or "Socket errors" in out:
        sys.exit(f"{url} answered errors:\n{out}")
    found = re.search(r"Requests/sec:\s+([0-9.]+)", out)
    if found is None:
        sys.exit(f"wrk said nothing to read:\n{out}")
    return float(found[1])


def interleaved(rounds: int, **measures: Callable[[], float]) -> dict[str, list[float]]:
    """Take each measure in turn, round after round, so that drift of the machine meets all alike."""
    results: dict[str, list[float]] = {name: [] for name in measures}
    for _ in range(rounds):
        for name, measure in measures.items():
            results[name].append(measure())
    return results


def noise(values: list[float]) -> str:
    """Median with the lowest and highest value."""
    return f"{statistics.median(values):,.1f} ({min(values):,.1f} .. {max(values):,.1f})"


def verdict(name: str, value: float, bound: float, *, at_least: bool = True, unit: str = "") -> bool:
    """Print a line that passes or fails."""
    passed = value >= bound if at_least else value <= bound
    sign = ">=" if at_least else "<="
    print(f"{'pass' if passed else 'FAIL'}  {name}: {value:,.3f}{unit} (target {sign} {bound}{unit})")
    return passed
