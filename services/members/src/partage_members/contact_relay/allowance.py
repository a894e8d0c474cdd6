"""How long somebody has to wait before the next message. No session, no clock."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from math import ceil

WINDOW = timedelta(days=1)


def seconds_to_wait(sent: Sequence[datetime], limit: int, now: datetime) -> int | None:
    """Whole seconds until fewer than `limit` of these messages lie within a day; None when that is so now."""
    recent = sorted(at for at in sent if at > now - WINDOW)
    if len(recent) < limit:
        return None
    if limit == 0:
        return int(WINDOW.total_seconds())
    return max(1, ceil((recent[len(recent) - limit] + WINDOW - now).total_seconds()))
