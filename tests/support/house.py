"""Services running in this process on a fresh database, and people to call them as."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from typing import Any
from uuid import UUID, uuid5

import httpx
from fastapi import FastAPI

from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from partage_kit.http.service import Service
from partage_kit.settings import Settings
from support.documented import Documented

BRUSSELS, GHENT = "brussels", "ghent"
_PEOPLE = UUID("7d1f1f0e-52f1-4a2c-9d57-0a64a6f5a001")


def member_number(number: int) -> UUID:
    """The id of the n-th test member; always the same."""
    return uuid5(_PEOPLE, str(number))


@dataclass
class House:
    """One service, called over HTTP as anybody."""

    app: FastAPI
    settings: Settings
    base_url: str = "http://service.test"

    def client(self, token: str | None = None) -> httpx.AsyncClient:
        """A client with a token, or without one."""
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        transport = httpx.ASGITransport(app=self.app, raise_app_exceptions=False)
        hooks: dict[str, list[Callable[..., Any]]] = {"response": [self._documented]}
        return httpx.AsyncClient(
            transport=transport, base_url=self.base_url, headers=headers, timeout=60, event_hooks=hooks
        )

    def as_role(self, *roles: Role, office: str = BRUSSELS, filieres: tuple[UUID, ...] = ()) -> httpx.AsyncClient:
        """Somebody of an office with these roles."""
        return self.client(issue(self.settings, roles, office, filieres=filieres))

    def as_member(
        self, number: int, *extra: Role, office: str = BRUSSELS, filieres: tuple[UUID, ...] = ()
    ) -> httpx.AsyncClient:
        """The n-th member of an office."""
        token = issue(self.settings, (Role.MEMBER, *extra), office, member_number(number), filieres=filieres)
        return self.client(token)

    def as_person(
        self, subject: str, *roles: Role, number: int | None = None, filieres: tuple[UUID, ...] = ()
    ) -> httpx.AsyncClient:
        """Somebody by the subject of the token, which may name a member too: people have several tokens."""
        member_id = None if number is None else member_number(number)
        return self.client(issue(self.settings, roles, BRUSSELS, member_id, subject=subject, filieres=filieres))

    @cached_property
    def _documented(self) -> Documented:
        return Documented(self.app)

    @property
    def service(self) -> Service:
        """The service's insides, for its clock and its database."""
        service: Service = self.app.state.service
        return service

    async def do_what_is_due(self) -> None:
        """Do once what the service's workers do again and again, where they are not at work themselves."""
        for work in self.service.workers:
            await work.do_what_is_due(self.service.database)


async def at_once(count: int, call: Callable[[int], Awaitable[httpx.Response]]) -> list[httpx.Response]:
    """Let many actors call at the same moment."""
    barrier = asyncio.Event()

    async def one(number: int) -> httpx.Response:
        await barrier.wait()
        return await call(number)

    tasks = [asyncio.ensure_future(one(number)) for number in range(count)]
    barrier.set()
    return await asyncio.gather(*tasks)


@asynccontextmanager
async def house_of(create_app: Callable[..., FastAPI], settings: Settings) -> AsyncIterator[House]:
    """A service with these settings, in an application that an earlier one has left if there is one."""
    left = _LEFT.setdefault(create_app, [])
    app = create_app(settings, within=left.pop() if left else None)
    try:
        async with running(app, settings) as house:
            yield house
    finally:
        left.append(app)


_LEFT: dict[Callable[..., FastAPI], list[FastAPI]] = {}


@asynccontextmanager
async def running(app: FastAPI, settings: Settings) -> AsyncIterator[House]:
    """The application with its lifespan, as a server would run it."""
    async with app.router.lifespan_context(app):
        yield House(app, settings)


Token = tuple[str, int | None]
TWO_TOKENS_OF_ONE_PERSON = ((("ana", 1), ("ana", None)), (("ana", 1), ("ann", 1)))
"""Subject and member number of two tokens: one person with the same subject, one with the same member."""
