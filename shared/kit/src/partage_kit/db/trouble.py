"""What is wrong with a database for longer than a moment: a full disk, a damaged file, a server that only reads.

Asking would cost a write, so the last fault is remembered: it counts as there still until a minute has passed without
another. An operator finds it in /readyz, and once an incident in the log.
"""

import time
from collections.abc import Callable

import structlog

log = structlog.get_logger("partage.database")

REMEMBERED_S = 60.0


class Trouble:
    """The last lasting fault of one database."""

    def __init__(self, seconds: Callable[[], float] = time.monotonic) -> None:
        self._seconds = seconds
        self._reason: str | None = None
        self._seen_at = 0.0

    def note(self, reason: str) -> None:
        """Remember a fault; the first of an incident is logged."""
        if self.now() != reason:
            log.error("the database cannot be used", reason=reason)
        self._reason, self._seen_at = reason, self._seconds()

    def now(self) -> str | None:
        """What is wrong, as far as the last minute told."""
        recent = self._reason is not None and self._seconds() - self._seen_at < REMEMBERED_S
        return self._reason if recent else None
