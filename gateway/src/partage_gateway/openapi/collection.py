"""Collecting the services' OpenAPI documents. A service that is down is listed, with its last good document in use."""

import asyncio
import hashlib
import json
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import version

import structlog
from pyreqwest.client import Client
from pyreqwest.exceptions import PyreqwestError

from partage_gateway.openapi.merge import Document, merge
from partage_gateway.routes import Upstream

log = structlog.get_logger("partage.gateway")

FRESH_S = 15.0
FRESH_WHILE_AWAY_S = 1.0
ANSWER_WITHIN = timedelta(seconds=3)
_DESCRIPTION = (
    "Know, connect, buy together and evaluate: the members, procurement and impact services of a workers' cooperative. "
    "Errors are problem details (RFC 9457), lists have cursors, single records have ETags."
)


@dataclass(frozen=True, slots=True)
class Merged:
    """The merged document as it is sent, and its entity tag: a weak one, since it may leave compressed."""

    body: bytes
    etag: str


class OpenApiCollection:
    """The merged document, made anew when it is asked for and older than 15 seconds, or 1 while a service is down."""

    def __init__(self, services: Iterable[Upstream], client: Client, fresh_seconds: float = FRESH_S) -> None:
        self._services, self._client, self._fresh_seconds = tuple(services), client, fresh_seconds
        self._last_good: dict[str, Document] = {}
        self._merged: Merged | None = None
        self._good_until = 0.0
        self._making = asyncio.Lock()

    async def merged(self) -> Merged:
        """The document of the house as it is now."""
        async with self._making:  # those who come while it is made wait for the same one
            if self._merged is None or time.monotonic() >= self._good_until:
                self._merged, complete = await self._make()
                fresh = self._fresh_seconds if complete else min(self._fresh_seconds, FRESH_WHILE_AWAY_S)
                self._good_until = time.monotonic() + fresh
            return self._merged

    async def _make(self) -> tuple[Merged, bool]:
        reached = await asyncio.gather(*(self._fetch(service) for service in self._services))
        info: Document = {"title": "Partage", "version": version("partage-gateway"), "description": _DESCRIPTION}
        away = [service.name for service, there in zip(self._services, reached, strict=True) if not there]
        if away:
            info["x-unavailable"] = away
        body = json.dumps(merge(self._last_good, info), ensure_ascii=False).encode()
        return Merged(body, f'W/"{hashlib.sha256(body).hexdigest()[:32]}"'), not away

    async def _fetch(self, service: Upstream) -> bool:
        address = f"{service.address}{service.prefix}v1/openapi.json"
        try:
            response = await self._client.get(address).timeout(ANSWER_WITHIN).error_for_status().build().send()
            document = await response.json()
        except PyreqwestError as error:
            log.warning("no OpenAPI document", service=service.name, error=type(error).__name__)
            return False
        if not isinstance(document, dict) or "paths" not in document:
            log.warning("no OpenAPI document", service=service.name, error="not a document")
            return False
        self._last_good[service.name] = document
        return True
