"""How much one caller may ask: fixed windows, counted in this process.

Several gateways count each for themselves; nginx before them (deploy/nginx) limits by address.
"""

import math
import time
from ipaddress import IPv6Network

from limits import RateLimitItem, parse
from limits.storage import Storage
from limits.strategies import FixedWindowRateLimiter

from partage_gateway.settings import GatewaySettings
from partage_kit.auth import Caller
from partage_kit.errors import TooManyRequests


class OverLimit(TooManyRequests):
    """Too many requests, with the numbers of the limit for the headers of the answer."""

    def __init__(self, limit: RateLimitItem, seconds: int) -> None:
        super().__init__(f"{limit.amount} requests in {limit.get_expiry()} seconds are allowed")
        # draft-ietf-httpapi-ratelimit-headers
        self.numbers = {
            "Retry-After": str(seconds),
            "RateLimit-Policy": f'"default";q={limit.amount};w={limit.get_expiry()}',
            "RateLimit": f'"default";r=0;t={seconds}',
        }

    @classmethod
    def code(cls) -> str:
        """The same problem as in every other room."""
        return TooManyRequests.code()


class ProcessStorage(Storage):
    """Counters of one event loop. The library's own memory storage starts a thread every 10 ms that walks all keys."""

    STORAGE_SCHEME = None

    def __init__(self) -> None:
        super().__init__()
        self._counts: dict[str, tuple[int, float]] = {}
        self._sweep_at = 0.0

    @property
    def base_exceptions(self) -> tuple[type[Exception], ...]:
        """A dictionary has no failures of its own."""
        return ()

    def incr(self, key: str, expiry: float, amount: int = 1) -> int:
        """Count, and begin a new window when the old one is over."""
        now = time.monotonic()
        if now >= self._sweep_at:
            self._sweep(now, expiry)
        count, ends = self._counts.get(key, (0, 0.0))
        if now >= ends:
            count, ends = 0, now + expiry
        self._counts[key] = (count + amount, ends)
        return count + amount

    def _sweep(self, now: float, expiry: float) -> None:
        """Forget windows that are over, once a window: memory stays with the callers of the last two."""
        self._counts = {key: entry for key, entry in self._counts.items() if entry[1] > now}
        self._sweep_at = now + expiry

    def get(self, key: str) -> int:
        """The count of the current window."""
        count, ends = self._counts.get(key, (0, 0.0))
        return count if time.monotonic() < ends else 0

    def get_expiry(self, key: str) -> float:
        """When the window ends, in seconds since 1970."""
        return time.time() + max(0.0, self._counts.get(key, (0, 0.0))[1] - time.monotonic())

    def check(self) -> bool:
        """Always there."""
        return True

    def reset(self) -> int:
        """Forget all."""
        count = len(self._counts)
        self._counts.clear()
        return count

    def clear(self, key: str) -> None:
        """Forget one key."""
        self._counts.pop(key, None)


class RateLimits:
    """A limit for each token's subject, and one for each address that shows no token we know."""

    def __init__(self, settings: GatewaySettings) -> None:
        self._subject, self._address = parse(settings.subject_limit), parse(settings.address_limit)
        self._windows = FixedWindowRateLimiter(ProcessStorage())

    def count_subject(self, caller: Caller) -> None:
        """Count a request of a known caller.

        Raises:
            OverLimit
        """
        self._count(self._subject, caller.office, caller.subject)

    def count_address(self, address: str) -> None:
        """Count a request without a known token. IPv6 clients choose freely within their /64, so that is one caller.

        Raises:
            OverLimit
        """
        self._count(self._address, "address", _network(address) if ":" in address else address)

    def _count(self, limit: RateLimitItem, *who: str) -> None:
        if not self._windows.hit(limit, *who):
            ends = self._windows.get_window_stats(limit, *who).reset_time
            raise OverLimit(limit, max(1, math.ceil(ends - time.time())))


def _network(address: str) -> str:
    try:
        return str(IPv6Network((address.partition("%")[0], 64), strict=False))
    except ValueError:
        return address
