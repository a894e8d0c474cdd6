"""The door: a raw ASGI application that picks what belongs to a service before any framework sees it.

FastAPI's routing alone would cost more than the whole exchange, so only the portal's own pages go through it.
"""

import time
from collections.abc import Iterable

import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from partage_gateway.admission import Admission
from partage_gateway.limits import OverLimit
from partage_gateway.metrics import UNANSWERED, exchange_timer
from partage_gateway.proxy.answers import AnswerBroken
from partage_gateway.proxy.bodies import ClientGone
from partage_gateway.proxy.clients import Clients
from partage_gateway.proxy.exchange import Exchange, Exchanges
from partage_gateway.proxy.headers import Fields, RawHeaders, headers_up, refuse_ambiguous_framing
from partage_gateway.proxy.target import target_of
from partage_gateway.routes import Upstream
from partage_kit.errors import InternalError, MethodNotAllowed, Refusal
from partage_kit.http.context import request_id_or_new, trace_or_new
from partage_kit.http.problems import problem_response

log = structlog.get_logger("partage.gateway")

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")


class Door:
    """Passes requests under a service's prefix to it; everything else is for the portal."""

    def __init__(
        self,
        upstreams: Iterable[Upstream],
        admission: Admission,
        clients: Clients,
        exchanges: Exchanges,
        portal: ASGIApp,
    ) -> None:
        self._upstreams = {upstream.name.encode(): upstream for upstream in upstreams}
        self._admission, self._clients, self._exchanges, self._portal = admission, clients, exchanges, portal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one request, or pass the server's start and end on to the portal."""
        if scope["type"] == "http":
            upstream = self._upstreams.get(_first_segment(scope["raw_path"]))
            if upstream is not None:
                await self._serve(upstream, scope, receive, _Sender(send))
                return
        await self._portal(scope, receive, send)

    async def _serve(self, upstream: Upstream, scope: Scope, receive: Receive, send: "_Sender") -> None:
        began, status, method = time.perf_counter(), UNANSWERED, scope["method"]
        fields: Fields = dict(scope["headers"])
        request_id = request_id_or_new(fields.get(b"x-request-id", b"").decode("latin-1"))
        try:
            status = await self._pass(upstream, scope, fields, request_id, receive, send)
        except Refusal as refusal:
            status = refusal.status
            log.info("refused", service=upstream.name, problem=refusal.code(), status=status, request_id=request_id)
            await _answer(refusal, fields, request_id, scope, receive, send)
        except AnswerBroken as error:  # returning without an end makes the server close the connection
            log.warning("answer broke off", service=upstream.name, error=str(error), request_id=request_id)
        except ClientGone:
            log.info("client hung up", service=upstream.name, request_id=request_id)
        except Exception as error:
            status = InternalError.status
            log.exception("fault", service=upstream.name, error=type(error).__name__, request_id=request_id)
            if not send.started:
                await _answer(InternalError(), fields, request_id, scope, receive, send)
        exchange_timer(upstream.name, method if method in METHODS else "other", status).observe(
            time.perf_counter() - began
        )

    async def _pass(
        self, upstream: Upstream, scope: Scope, fields: Fields, request_id: str, receive: Receive, send: Send
    ) -> int:
        headers: RawHeaders = scope["headers"]
        if scope["method"] not in METHODS:
            raise MethodNotAllowed(f"the house knows {', '.join(METHODS)}")
        refuse_ambiguous_framing(headers, fields)
        target = target_of(scope["raw_path"], scope["query_string"])
        client = self._clients.of(scope, fields)
        await self._admission.check(headers, fields, client.address)
        trace = trace_or_new(fields.get(b"traceparent", b"").decode("latin-1"))
        added = (*client.forwarded, ("x-request-id", request_id), ("traceparent", trace))
        answer_headers = [(b"x-request-id", request_id.encode()), (b"traceparent", trace.encode())]
        if b"origin" not in fields:  # a cache must not show this answer to a page of another origin
            answer_headers.append((b"vary", b"Origin"))
        passed = headers_up(headers, fields, added)
        return await self._exchanges.run(
            Exchange(upstream, scope["method"], target, passed, fields, answer_headers, receive, send)
        )


class _Sender:
    """Remembers whether an answer has begun: a second one must not be tried."""

    __slots__ = ("_send", "started")

    def __init__(self, send: Send) -> None:
        self._send, self.started = send, False

    async def __call__(self, message: Message) -> None:
        self.started = True
        await self._send(message)


def _first_segment(raw_path: bytes) -> bytes:
    """b"/members/v1/profiles" -> b"members"; empty when the path has but one segment."""
    end = raw_path.find(b"/", 1)
    return raw_path[1:end] if end > 0 else b""


async def _answer(
    refusal: Refusal, fields: Fields, request_id: str, scope: Scope, receive: Receive, send: Send
) -> None:
    response = problem_response(refusal, fields.get(b"accept-language", b"").decode("latin-1"), request_id)
    response.headers["X-Request-ID"] = request_id
    if isinstance(refusal, OverLimit):
        response.headers.update(refusal.numbers)
    if isinstance(refusal, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(METHODS)
    await response(scope, receive, send)
