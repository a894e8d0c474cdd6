"""The outermost layer of every request: its id, its trace, its limits of size and time, its log line and its measures.

A pure ASGI wrapper: Starlette's BaseHTTPMiddleware breaks context variables and costs throughput.
"""

import asyncio
import os
import re
import time
from dataclasses import dataclass

import structlog
from prometheus_client import Histogram, disable_created_metrics
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from uuid_utils import uuid7

from partage_kit.body_errors import BodyTooLarge, BodyTooSlow
from partage_kit.errors import InternalError, Refusal
from partage_kit.http.anonymous import is_anonymous
from partage_kit.http.files import MAX_FILE, MAX_IMPORT, is_for_files, is_for_rows
from partage_kit.http.problems import problem_response

log = structlog.get_logger("partage.access")

MAX_BODY = 1_000_000
CLIENT_GONE = 499
"""The status that is noted for a request whose caller left before the answer; nobody receives it."""

_REQUEST_ID = re.compile(r"[A-Za-z0-9._-]{8,64}")
_TRACEPARENT = re.compile(r"00-[0-9a-f]{32}-[0-9a-f]{16}-[0-9a-f]{2}")

_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
"""What a caller may send as a method is unbounded; what becomes a label of a metric is not."""

_PROBES = frozenset({"/livez", "/readyz", "/metrics"})

disable_created_metrics()  # type: ignore[no-untyped-call]  # the second in which a route was first used is nobody's business
REQUESTS = Histogram("partage_request_seconds", "Time from request to last byte", ["method", "route", "status"])


@dataclass(frozen=True, slots=True)
class Patience:
    """How long a request's body may take, in seconds."""

    silence: float = 60
    """Between two pieces of it."""
    whole: float = 600
    """From the first look at it to its end."""


class RequestContext:
    """Wrap an application; it finds `request_id` and `traceparent` in the request's state."""

    def __init__(self, app: ASGIApp, max_body: int = MAX_BODY, patience: Patience | None = None) -> None:
        self.app = app
        self.max_body = max_body
        self.patience = patience or Patience()

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        await _Exchange(self, scope, receive, send).run()


class _Exchange:
    def __init__(self, context: RequestContext, scope: Scope, receive: Receive, send: Send) -> None:
        # HEAD is GET without the body of its answer (RFC 9110, 9.3.2), so that no route needs to know of it
        self.method = scope["method"]
        self.context, self.receive_raw, self.send_raw = context, receive, send
        self.scope = {**scope, "method": "GET"} if self.method == "HEAD" else scope
        self.headers = {name: value.decode("latin-1") for name, value in scope["headers"]}
        self.request_id = request_id_or_new(self.headers.get(b"x-request-id", ""))
        self.announced = self.received = 0
        self.status = 0
        self.complete = False
        self.deadline = float("inf")

    async def run(self) -> None:
        began = time.perf_counter()
        state = self.scope.setdefault("state", {})
        state["request_id"] = self.request_id
        state["traceparent"] = trace_or_new(self.headers.get(b"traceparent", ""))
        state["idempotency"] = None
        try:
            self.announced = int(self.headers.get(b"content-length") or 0)
            if self.announced > MAX_IMPORT:
                raise BodyTooLarge()
            await self.context.app(self.scope, self.receive, self.send)
        except Refusal as refusal:  # the body grew over its limit while it was read outside a route
            await self._answer(refusal)
        except ClientDisconnect:  # it left while it sent; that is no fault of ours
            self.status = CLIENT_GONE
        except Exception as error:
            if is_anonymous(self.scope):  # a traceback may show what was written
                log.error("fault", error=type(error).__name__)
            else:
                log.exception("fault", request_id=self.request_id, error=type(error).__name__)
            await self._answer(InternalError())
        finally:
            self._report(time.perf_counter() - began)

    async def _answer(self, refusal: Refusal) -> None:
        if self.status == 0:
            response = problem_response(refusal, self.headers.get(b"accept-language", ""), self.request_id)
            await response(self.scope, self.receive, self.send)

    async def receive(self) -> Message:
        message = await (self.receive_raw() if self.complete else self._receive_in_time())
        self.complete = self.complete or not message.get("more_body", False)
        self.received += len(message.get("body", b""))
        # which limit holds is known once the request was routed, and nobody reads a body before
        if max(self.announced, self.received) > self._limit():
            raise BodyTooLarge()
        return message

    def _limit(self) -> int:
        if is_for_rows(getattr(self.scope.get("route"), "openapi_extra", None)):
            return MAX_IMPORT
        return MAX_FILE if is_for_files(self.scope) else self.context.max_body

    async def _receive_in_time(self) -> Message:
        patience, now = self.context.patience, asyncio.get_running_loop().time()
        self.deadline = min(self.deadline, now + patience.whole)
        try:
            async with asyncio.timeout(min(patience.silence, self.deadline - now)):
                return await self.receive_raw()
        except TimeoutError as error:
            raise BodyTooSlow() from error

    async def send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message["headers"] = [*message.get("headers", ()), (b"x-request-id", self.request_id.encode())]
        elif self.method == "HEAD":
            message = {**message, "body": b""}
        await self.send_raw(message)

    def _report(self, seconds: float) -> None:
        if is_anonymous(self.scope):  # a count beside the time of a scrape tells who answered when
            return
        route = getattr(self.scope.get("route"), "path", "none")
        REQUESTS.labels(self.method if self.method in _METHODS else "other", route, str(self.status)).observe(seconds)
        # the template of the route and not its path: ids and queries stay out of logs
        write = log.debug if route in _PROBES or self.status == CLIENT_GONE else log.info
        write(
            "request",
            method=self.method,
            route=route,
            status=self.status,
            ms=round(seconds * 1000, 1),
            request_id=self.request_id,
        )


def request_id_or_new(given: str) -> str:
    """The caller's request id if it is 8 to 64 plain characters, else a new one."""
    return given if _REQUEST_ID.fullmatch(given) else str(uuid7())


def trace_or_new(given: str) -> str:
    """The caller's W3C trace context, or the beginning of a new trace."""
    if _TRACEPARENT.fullmatch(given):
        return given
    fresh = os.urandom(24).hex()
    return f"00-{fresh[:32]}-{fresh[32:]}-01"
