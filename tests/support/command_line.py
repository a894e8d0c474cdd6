"""The command line of a room, as an operator types it with settings of his own."""

import asyncio
import os
import subprocess
import sys


def run(room: str, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """`python -m partage_<room> ...` to its end; `settings` are variables without `PARTAGE_`."""
    inherited = {name: value for name, value in os.environ.items() if not name.startswith("PARTAGE_")}
    given = {f"PARTAGE_{name}": value for name, value in settings.items()}
    command = [sys.executable, "-m", f"partage_{room}", *arguments]
    return subprocess.run(
        command,
        env=inherited | given,
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
        stdin=subprocess.DEVNULL,
    )


async def run_beside(room: str, *arguments: str, **settings: str) -> subprocess.CompletedProcess[str]:
    """The same while a house in this process goes on: what its workers write would keep the command waiting."""
    return await asyncio.to_thread(run, room, *arguments, **settings)
