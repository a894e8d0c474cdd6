"""What remains of an exchange: its id, its trace, its log lines and its measure; of an anonymous one, nothing."""

from typing import Any

import structlog

from partage_gateway.metrics import exchange_timer
from partage_gateway.proxy.headers import Fields, RawHeaders
from partage_gateway.routes import METHODS
from partage_kit.http.context import request_id_or_new, trace_or_new

log = structlog.get_logger("partage.gateway")

Added = tuple[tuple[str, str], ...]


class Trace:
    """The trace of an ordinary exchange, found by its request id in the gateway's log and in the service's."""

    def __init__(self, service: str, method: str, fields: Fields) -> None:
        self.request_id = request_id_or_new(fields.get(b"x-request-id", b"").decode("latin-1"))
        self._service, self._method = service, method
        self._traceparent = trace_or_new(fields.get(b"traceparent", b"").decode("latin-1"))

    def passed_up(self, headers: RawHeaders) -> RawHeaders:
        """The caller's headers, as far as the service may see them."""
        return headers

    def added_up(self, forwarded: Added) -> Added:
        """What the service is told beside them; `forwarded` is whom the request comes from."""
        return (*forwarded, ("x-request-id", self.request_id), ("traceparent", self._traceparent))

    def added_back(self) -> RawHeaders:
        """What the caller is told beside the service's answer."""
        return [(b"x-request-id", self.request_id.encode()), (b"traceparent", self._traceparent.encode())]

    def note(self, event: str, *, warn: bool = False, **what: Any) -> None:
        """A line in the log of what did not pass whole."""
        write = log.warning if warn else log.info
        write(event, service=self._service, **what, request_id=self.request_id)

    def fault(self, error: Exception) -> None:
        """A fault of ours, with where it happened."""
        log.exception("fault", service=self._service, error=type(error).__name__, request_id=self.request_id)

    def measure(self, status: int, seconds: float) -> None:
        """Count the exchange and its time."""
        method = self._method if self._method in METHODS else "other"
        exchange_timer(self._service, method, status).observe(seconds)


class NoTrace(Trace):
    """An anonymous exchange: who called, when and after whom is told to nobody, and written nowhere."""

    _TELLING = frozenset({b"baggage", b"tracestate"})

    def __init__(self, service: str, method: str, _fields: Fields) -> None:
        super().__init__(service, method, {})

    def passed_up(self, headers: RawHeaders) -> RawHeaders:
        """Without the trace that a caller's tools may have begun."""
        return [(name, value) for name, value in headers if name not in self._TELLING]

    def added_up(self, forwarded: Added) -> Added:
        """Where the request goes, and not where it comes from."""
        return tuple(header for header in forwarded if header[0] != "x-forwarded-for")

    def added_back(self) -> RawHeaders:
        """No id: nobody could find anything by it."""
        return []

    def note(self, event: str, *, warn: bool = False, **what: Any) -> None:
        """No line."""

    def fault(self, error: Exception) -> None:
        """That something failed, but not what was being written."""
        log.error("fault", service=self._service, error=type(error).__name__)

    def measure(self, status: int, seconds: float) -> None:
        """No count: beside the time of a scrape it tells who answered when."""
