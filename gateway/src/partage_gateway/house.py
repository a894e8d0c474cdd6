"""Whether the whole house is ready: every service is asked, at once."""

import asyncio
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from pyreqwest.client import Client
from pyreqwest.exceptions import PyreqwestError

from partage_gateway.routes import Upstream

ANSWER_WITHIN = timedelta(seconds=2)


@dataclass(frozen=True, slots=True)
class Readiness:
    """What one service says of itself."""

    ready: bool
    reason: str
    checks: dict[str, Any]


class House:
    """The services, asked for their readiness."""

    def __init__(self, services: Iterable[Upstream], client: Client) -> None:
        self._services, self._client = tuple(services), client

    async def readiness(self) -> dict[str, Readiness]:
        """Each service's answer by its name."""
        answers = await asyncio.gather(*(self._ask(service) for service in self._services))
        return {service.name: answer for service, answer in zip(self._services, answers, strict=True)}

    async def _ask(self, service: Upstream) -> Readiness:
        try:
            response = await self._client.get(f"{service.address}/readyz").timeout(ANSWER_WITHIN).build().send()
            document = await response.json()
        except PyreqwestError as error:
            return Readiness(False, "does not answer in time" if isinstance(error, TimeoutError) else "unreachable", {})
        checks = document.get("checks", {}) if isinstance(document, dict) else {}
        if response.status == 200:
            return Readiness(True, "ready", checks)
        return Readiness(False, f"says that it is not ready (status {response.status})", checks)
