"""One exchange with a service.

Nothing is sent twice by us: whether a broken exchange was carried out is for the caller to find out (Idempotency-Key).
Only the HTTP client repeats a gathered request, when a kept connection proves closed before a byte was written.
"""

import asyncio
from dataclasses import dataclass
from datetime import timedelta

from pyreqwest.client import Client, ClientBuilder
from pyreqwest.exceptions import DetailedPyreqwestError, PyreqwestError
from pyreqwest.request import RequestBuilder, StreamRequest
from pyreqwest.response import Response
from starlette.types import Receive, Send

from partage_gateway.errors import UpstreamBroke, UpstreamBusy, UpstreamTimeout, UpstreamUnreachable
from partage_gateway.proxy.answers import relay
from partage_gateway.proxy.bodies import Upload, gathered, is_streamed
from partage_gateway.proxy.headers import Fields, RawHeaders
from partage_gateway.routes import Upstream
from partage_gateway.settings import GatewaySettings
from partage_kit.errors import Refusal

_NOT_CONNECTED = "client error (Connect)"


@dataclass(slots=True)
class Exchange:
    """A request that may pass, and where its answer goes."""

    upstream: Upstream
    method: str
    target: str
    headers: list[tuple[str, str]]
    fields: Fields
    answer_headers: RawHeaders
    receive: Receive
    send: Send

    def on(self, client: Client) -> RequestBuilder:
        """The request, begun with an HTTP client."""
        method = "GET" if self.method == "HEAD" else self.method
        return client.request(method, self.upstream.address + self.target).headers(self.headers)


class Exchanges:
    """The connections to the services, and how many exchanges are under way on them."""

    def __init__(self, settings: GatewaySettings) -> None:
        self._silence, self._most = settings.silence_seconds, settings.max_in_flight
        self._upload_limit = timedelta(seconds=settings.upload_seconds)
        self._under_way: dict[str, int] = {}
        # a read timeout also runs while a body is sent, so streamed uploads have a client without one
        self.calls = _builder(settings).read_timeout(timedelta(seconds=settings.silence_seconds)).build()
        self._uploads = _builder(settings).build()

    async def close(self) -> None:
        """Close the connections."""
        await self.calls.close()
        await self._uploads.close()

    async def run(self, exchange: Exchange) -> int:
        """Ask the service and relay its answer; its status.

        Raises:
            Refusal: there is no answer; nothing was sent to the client yet.
            AnswerBroken: the answer broke off.
            ClientGone: the client hung up before its request was complete.
        """
        service = exchange.upstream.name
        under_way = self._under_way.get(service, 0)
        if under_way >= self._most:
            raise UpstreamBusy(f"{under_way} requests to {service} are under way")
        self._under_way[service] = under_way + 1
        try:
            return await (self._upload(exchange) if is_streamed(exchange.fields) else self._call(exchange))
        finally:
            self._under_way[service] -= 1

    async def _call(self, exchange: Exchange) -> int:
        request = exchange.on(self.calls)
        body = await gathered(exchange.fields, exchange.receive, self._silence)
        if body is not None:
            request = request.body_bytes(body)
        async with _Call(request, exchange.upstream.name) as response:
            return await relay(response, exchange.method, exchange.answer_headers, exchange.receive, exchange.send)

    async def _upload(self, exchange: Exchange) -> int:
        upload = Upload(exchange.fields, exchange.receive, self._silence)
        request = exchange.on(self._uploads).body_stream(upload).timeout(self._upload_limit)
        async with _Call(request, exchange.upstream.name, upload, self._silence) as response:
            receive = exchange.receive if upload.complete else None
            return await relay(response, exchange.method, exchange.answer_headers, receive, exchange.send)


class _Call:
    """A request whose answer streams; failures before the answer become refusals."""

    def __init__(
        self, request: RequestBuilder, service: str, upload: Upload | None = None, silence: float = 0.0
    ) -> None:
        # without a limit of 0 the client would gather 64 KiB of the body before it shows the head
        self._request: StreamRequest = request.streamed_read_buffer_limit(0).build_streamed()
        self._service, self._upload, self._silence = service, upload, silence

    async def __aenter__(self) -> Response:
        try:
            if self._upload is None:
                return await self._request.__aenter__()
            return await self._answer_to(self._upload)
        except PyreqwestError as error:
            if self._upload is not None and self._upload.failure is not None:
                raise self._upload.failure from error
            raise _refusal(error, self._service) from error

    async def _answer_to(self, upload: Upload) -> Response:
        """Wait for the answer, but only so long after the last byte of the body."""
        loop = asyncio.get_running_loop()
        try:
            async with asyncio.timeout(None) as limit:
                upload.when_complete = lambda: limit.reschedule(loop.time() + self._silence)
                return await self._request.__aenter__()
        except TimeoutError as error:
            raise UpstreamTimeout(f"{self._service} did not answer in time") from error

    async def __aexit__(self, *exception: object) -> None:
        await self._request.__aexit__(*exception)


def _builder(settings: GatewaySettings) -> ClientBuilder:
    """A client that changes nothing: no decompression, no redirects, no proxy from the environment."""
    return (
        ClientBuilder()
        .http1_only()
        .http1_lower_case_headers()
        .gzip(False)
        .brotli(False)
        .zstd(False)
        .deflate(False)
        .follow_redirects(False)
        .referer(False)
        .no_proxy()
        .user_agent("partage-gateway")
        .connect_timeout(timedelta(seconds=settings.connect_seconds))
    )


def _refusal(error: PyreqwestError, service: str) -> Refusal:
    """What went wrong before the answer: the causes tell connecting from waiting, the exception types do not."""
    causes = error.details["causes"] if isinstance(error, DetailedPyreqwestError) else None
    if any(cause["message"] == _NOT_CONNECTED for cause in causes or ()):
        return UpstreamUnreachable(f"{service} accepts no connection")
    if isinstance(error, TimeoutError):
        return UpstreamTimeout(f"{service} did not answer in time")
    return UpstreamBroke(f"{service} ended the connection before it answered")
