"""The bus of a house while it runs: there before whoever speaks on it, and gone after them. And a quiet end."""

import os
import re
import signal
import subprocess
import sys
import threading
from types import TracebackType
from typing import Self

from honcho.manager import SYSTEM_PRINTER_NAME
from honcho.printer import Message, Printer

ENDS_WITHIN_S = 5


class Bus:
    """nats-server in a session of its own, where Ctrl-C does not reach it before the services have stopped."""

    def __init__(self, command: list[str]) -> None:
        self._command = command
        self._ending = False
        self.broke = False

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(self._command, start_new_session=True)
        threading.Thread(target=self._watch, daemon=True).start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._ending = True
        self._process.terminate()
        try:
            self._process.wait(ENDS_WITHIN_S)
        except subprocess.TimeoutExpired:
            self._process.kill()

    def _watch(self) -> None:
        """A house without its bus is none: if it ends by itself, the house ends with it."""
        status = self._process.wait()
        if not self._ending:
            self.broke = True
            print(f"nats-server ended with {status}; its log is nats.log in PARTAGE_HOME", file=sys.stderr)
            os.kill(os.getpid(), signal.SIGTERM)


_STOPPED = re.compile(r"(?P<room>\w+) stopped \(rc=(?P<status>-?[0-9]+)\)\n")


def _how(status: int) -> str:
    """In words what a process's status says."""
    return f"was killed (signal {-status})" if status < 0 else f"ended with status {status}"


class QuietAtTheEnd(Printer):  # type: ignore[misc]  # honcho has no types
    """Prints what the processes write; once the house stops, nothing about who stops how.

    `ended` says which process ended by itself, when that is why the house stops.
    """

    def __init__(self) -> None:
        super().__init__(sys.stdout)
        self._stopping = False
        self.ended: str | None = None

    def write(self, message: Message) -> None:
        """Print a line, unless it only says that what was asked is being done."""
        if message.name == SYSTEM_PRINTER_NAME:
            if not self._stopping and (stopped := _STOPPED.fullmatch(message.data)):
                self.ended = f"{stopped['room']} {_how(int(stopped['status']))}"
            self._stopping = self._stopping or self.ended is not None or message.data.endswith(" received\n")
            if self._stopping:
                return
        super().write(message)
