"""Keys of an identity provider, found by OpenID Connect Discovery 1.0 and kept up to date while the process runs.

Which addresses are asked: the issuer stands in the settings; its document must name that same issuer, and may name
any http(s) address for the keys, but not plain http when the issuer is https. Redirects are not followed, and answers
are limited in time and size. Nothing of a token ever becomes an address.
"""

import asyncio
import json
import time
from typing import Any
from urllib.parse import urlsplit

import httpx
import structlog

from partage_kit.auth.keys import NO_KEYS, KeySet

log = structlog.get_logger("partage.auth")

EXPIRE_AFTER_S = 300.0
ASK_EVERY_S = 10.0
ANSWER_WITHIN_S = 5.0
MAX_ANSWER = 256 * 1024


class DiscoveredKeys:
    """The provider's keys: asked again every five minutes, and when a token names an unknown key.

    At most one question is under way, and one begins in ten seconds. A provider that cannot be reached leaves the
    keys it gave before.
    """

    def __init__(
        self,
        issuer: str,
        *,
        expire_after: float = EXPIRE_AFTER_S,
        ask_every: float = ASK_EVERY_S,
        answer_within: float = ANSWER_WITHIN_S,
    ) -> None:
        self.issuer = issuer
        self.keys = NO_KEYS
        self.trouble: str | None = "the identity provider was not asked yet"
        self._expire_after, self._ask_every, self._answer_within = expire_after, ask_every, answer_within
        self._fetched_at = self._asked_at = float("-inf")
        self._asking: asyncio.Task[None] | None = None

    def fresh(self) -> bool:
        """Whether the keys are younger than five minutes."""
        return time.monotonic() - self._fetched_at < self._expire_after

    async def keep_fresh(self) -> None:
        """Ask in the background when the keys are due; wait only after a long idle time, when they may be outdated."""
        if self.fresh():
            return
        asking = self._ask()
        long_idle = self.trouble is None and time.monotonic() - self._fetched_at > 2 * self._expire_after
        if asking and long_idle:
            await asyncio.shield(asking)

    async def look_again(self) -> None:
        """Ask now, unless that was done within the last ten seconds."""
        if asking := self._ask():
            await asyncio.shield(asking)  # a caller who hangs up does not end what others wait for

    def _ask(self) -> asyncio.Task[None] | None:
        if self._asking and not self._asking.done():
            return self._asking
        if time.monotonic() - self._asked_at < self._ask_every:
            return None
        self._asked_at = time.monotonic()
        self._asking = asyncio.create_task(self._fetch())
        return self._asking

    async def _fetch(self) -> None:
        try:
            async with asyncio.timeout(self._answer_within):
                keys = KeySet.parse(await self._fetch_key_set())
        except (httpx.HTTPError, httpx.InvalidURL, TimeoutError, ValueError) as error:
            self.trouble = "the identity provider cannot be reached"
            log.warning("keys cannot be fetched", issuer=self.issuer, error=str(error) or type(error).__name__)
            return
        self._fetched_at, self.trouble = time.monotonic(), None
        if keys.described != self.keys.described:
            if self.keys.keys:  # the first ones are no change
                log.info("keys changed", issuer=self.issuer, keys=len(keys.keys))
            self.keys = keys

    async def _fetch_key_set(self) -> bytes:
        headers = {"accept": "application/json", "accept-encoding": "identity"}
        async with httpx.AsyncClient(headers=headers, timeout=self._answer_within, follow_redirects=False) as client:
            well_known = f"{self.issuer.rstrip('/')}/.well-known/openid-configuration"
            document = _json_object(await _get(client, well_known))
            if document.get("issuer") != self.issuer:
                raise ValueError(f"the discovery document is of another issuer: {document.get('issuer')!r}")
            return await _get(client, self._allowed(document.get("jwks_uri")))

    def _allowed(self, address: Any) -> str:
        schemes = ("https",) if urlsplit(self.issuer).scheme == "https" else ("http", "https")
        if not isinstance(address, str) or urlsplit(address).scheme not in schemes or not urlsplit(address).hostname:
            raise ValueError(f"jwks_uri must be an address of {' or '.join(schemes)}: {address!r}")
        return address


def _json_object(document: bytes) -> dict[str, Any]:
    try:
        value = json.loads(document)
    except RecursionError as error:
        raise ValueError("nested too deep") from error
    if not isinstance(value, dict):
        raise ValueError("the discovery document is no JSON object")
    return value


async def _get(client: httpx.AsyncClient, address: str) -> bytes:
    async with client.stream("GET", address) as response:
        if response.status_code != httpx.codes.OK:
            raise ValueError(f"{address} answered {response.status_code}")
        body = bytearray()
        async for chunk in response.aiter_raw():  # raw: a compressed answer must not grow past the limit
            body += chunk
            if len(body) > MAX_ANSWER:
                raise ValueError(f"{address} answered more than {MAX_ANSWER} bytes")
    return bytes(body)
