"""The door: a raw ASGI application that picks what belongs to a service before any framework sees it.

FastAPI's routing alone would cost more than the whole exchange, so only the portal's own pages go through it.
"""

import time
from collections.abc import Iterable

from starlette.types import ASGIApp, Message, Receive, Scope, Send

from partage_gateway.admission import Admission
from partage_gateway.limits import OverLimit
from partage_gateway.metrics import UNANSWERED
from partage_gateway.proxy.answers import AnswerBroken
from partage_gateway.proxy.bodies import ClientGone
from partage_gateway.proxy.clients import Clients
from partage_gateway.proxy.exchange import Exchange, Exchanges
from partage_gateway.proxy.headers import Fields, RawHeaders, headers_up, refuse_ambiguous_framing
from partage_gateway.proxy.target import target_of
from partage_gateway.routes import METHODS, Upstream
from partage_gateway.traces import NoTrace, Trace
from partage_kit.errors import InternalError, MethodNotAllowed, Refusal
from partage_kit.http.problems import problem_response


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
            if scope["method"] == "HEAD":  # the server lets no body of an answer to HEAD out
                scope = {**scope, "method": "GET"}
        await self._portal(scope, receive, send)

    async def _serve(self, upstream: Upstream, scope: Scope, receive: Receive, send: "_Sender") -> None:
        began, status = time.perf_counter(), UNANSWERED
        fields: Fields = dict(scope["headers"])
        trace = (NoTrace if upstream.leaves_no_trace(scope["path"]) else Trace)(upstream.name, scope["method"], fields)
        try:
            status = await self._pass(upstream, scope, fields, trace, receive, send)
        except Refusal as refusal:
            status = refusal.status
            trace.note("refused", problem=refusal.code(), status=status)
            await _answer(refusal, fields, trace, scope, receive, send)
        except AnswerBroken as error:  # returning without an end makes the server close the connection
            trace.note("answer broke off", warn=True, error=str(error))
        except ClientGone:
            trace.note("client hung up")
        except Exception as error:  # noqa: BLE001 - noted, and the caller gets an answer
            status = InternalError.status
            trace.fault(error)
            if not send.started:
                await _answer(InternalError(), fields, trace, scope, receive, send)
        trace.measure(status, time.perf_counter() - began)

    async def _pass(
        self, upstream: Upstream, scope: Scope, fields: Fields, trace: Trace, receive: Receive, send: Send
    ) -> int:
        headers: RawHeaders = scope["headers"]
        if scope["method"] not in METHODS:
            raise MethodNotAllowed(f"the house knows {', '.join(METHODS)}")
        refuse_ambiguous_framing(headers, fields)
        target = target_of(scope["raw_path"], scope["query_string"])
        client = self._clients.of(scope, fields)
        await self._admission.check(headers, fields, client.address)
        passed = headers_up(trace.passed_up(headers), fields, trace.added_up(client.forwarded))
        answer_headers = trace.added_back()
        answer_headers.append((b"vary", _vary(fields)))
        return await self._exchanges.run(
            Exchange(upstream, scope["method"], target, passed, fields, answer_headers, receive, send)
        )


def _vary(fields: Fields) -> bytes:
    """What a cache must tell apart: titles and texts have a language, and a page of another origin may not see all."""
    return b"Accept-Language" if b"origin" in fields else b"Accept-Language, Origin"  # cors.py adds it for browsers


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


async def _answer(refusal: Refusal, fields: Fields, trace: Trace, scope: Scope, receive: Receive, send: Send) -> None:
    response = problem_response(refusal, fields.get(b"accept-language", b"").decode("latin-1"), trace.request_id)
    response.raw_headers += [*trace.added_back(), (b"vary", _vary(fields))]
    if isinstance(refusal, OverLimit):
        response.headers.update(refusal.numbers)
    if isinstance(refusal, MethodNotAllowed):
        response.headers["Allow"] = ", ".join(METHODS)
    await response(scope, receive, send)
