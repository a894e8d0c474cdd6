"""The one way the story reaches the house: its public API, through the gateway, over HTTP."""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass
from typing import Any, Protocol, TypeVar
from uuid import UUID

import httpx

from deploy.demo.journal import Journal
from partage_kit.auth import Role
from partage_kit.auth.local_issuer import issue
from partage_kit.settings import Settings

AT_ONCE = 12
"""Calls under way at the same time: enough to keep every service busy, few enough to stay polite."""

PATIENCE_S = 90.0
"""How long the story waits for a service that is away, such as one that is being restarted."""

PASSING = frozenset({429, 502, 503, 504})
BUSY = "/problems/busy"

T = TypeVar("T")


@dataclass(frozen=True)
class Actor:
    """Somebody who calls: in an office, in some roles, a member or not."""

    office: str
    roles: tuple[Role, ...]
    member_id: UUID | None = None
    filieres: tuple[UUID, ...] = ()
    subject: str | None = None


class Refused(Exception):
    """The house said no, which the story did not expect; carries the problem document (RFC 9457)."""

    def __init__(self, method: str, path: str, response: httpx.Response) -> None:
        self.problem: dict[str, Any] = response.json() if "json" in response.headers.get("content-type", "") else {}
        self.kind = str(self.problem.get("type", "")).rpartition("/")[2]
        told = self.problem.get("detail") or self.problem.get("title") or response.text[:200]
        places = "; ".join(f"{place['pointer']}: {place['detail']}" for place in self.problem.get("errors") or ())
        super().__init__(f"{method} {path} was refused ({response.status_code} {self.kind}): {told} {places}".rstrip())


class HouseAway(Exception):
    """A service did not come back within the story's patience."""


class Witness(Protocol):
    """Somebody who sees each call."""

    def called(self, actor: Actor, method: str, path: str, status: int) -> None:
        """A call was answered."""


class Door:
    """Calls the API as anybody; a deed that the journal knows is not done again.

    A POST carries its deed's name as Idempotency-Key: when the answer got lost, asking again does nothing twice.
    """

    def __init__(self, client: httpx.AsyncClient, settings: Settings, journal: Journal, witness: Witness) -> None:
        self.journal = journal
        self._client, self._settings, self._witness = client, settings, witness
        self._tokens: dict[Actor, str] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)

    async def post(self, deed: str, actor: Actor, path: str, body: Any = None) -> str:
        """Do something once; the id of what came of it.

        Raises:
            Refused, HouseAway
        """
        if deed not in self.journal:
            answer = await self._call(actor, "POST", path, body, {"Idempotency-Key": f"demo:{deed}"})
            made = answer.json() if answer.content else {}
            self.journal.note(deed, str(made.get("id", "")))
        return self.journal[deed]

    async def put(self, deed: str, actor: Actor, path: str, body: Any, version: int | None = None) -> None:
        """Set something, of a record that is still at this version; doing it again changes nothing.

        Raises:
            Refused, HouseAway
        """
        if deed not in self.journal:
            expected = {"If-Match": f'"{version}"'} if version is not None else {}
            await self._call(actor, "PUT", path, body, expected)
            self.journal.note(deed)

    async def once(self, actor: Actor, path: str, body: Any) -> Any:
        """Send something that must leave no trace here: no journal, no key.

        Raises:
            Refused, HouseAway
        """
        return (await self._call(actor, "POST", path, body, {})).json()

    async def get(self, actor: Actor, path: str, **query: str | int) -> Any:
        """Read something.

        Raises:
            Refused, HouseAway
        """
        return (await self._call(actor, "GET", path, None, {}, query)).json()

    async def every(self, actor: Actor, path: str, **query: str) -> list[Any]:
        """All items of a list, page after page.

        Raises:
            Refused, HouseAway
        """
        page = await self.get(actor, path, limit=200, **query)
        items: list[Any] = page["items"]
        while page["next"]:
            page = await self.get(actor, path, limit=200, cursor=page["next"], **query)
            items += page["items"]
        return items

    async def _call(
        self, actor: Actor, method: str, path: str, body: Any, headers: dict[str, str], query: Any = None
    ) -> httpx.Response:
        headers |= {"Authorization": f"Bearer {self._token(actor)}"}
        async with self._turns:
            response = await self._answer(method, path, json=body, headers=headers, params=query)
        self._witness.called(actor, method, path, response.status_code)
        if not response.is_success:
            raise Refused(method, path, response)
        return response

    async def _answer(self, method: str, path: str, **request: Any) -> httpx.Response:
        """Ask until somebody answers: a service may be away for a moment."""
        clock = asyncio.get_running_loop().time
        deadline, pause = clock() + PATIENCE_S, 0.05
        while True:
            try:
                response = await self._client.request(method, path, **request)
                if response.status_code not in PASSING and not _busy(response):
                    return response
                reason = f"status {response.status_code}"
            except httpx.TransportError as error:
                reason = str(error) or type(error).__name__
            if clock() > deadline:
                raise HouseAway(f"{method} {path} got no answer for {PATIENCE_S:.0f} s, last: {reason}")
            await asyncio.sleep(pause)
            pause = min(2 * pause, 1.0)

    def _token(self, actor: Actor) -> str:
        if actor not in self._tokens:
            self._tokens[actor] = issue(
                self._settings,
                actor.roles,
                actor.office,
                actor.member_id,
                subject=actor.subject,
                filieres=actor.filieres,
            )
        return self._tokens[actor]


def _busy(response: httpx.Response) -> bool:
    return response.status_code == 409 and response.json().get("type") == BUSY


async def each(items: Iterable[T], act: Callable[[T], Awaitable[object]]) -> None:
    """Act on all of them side by side; the door bounds how many calls are under way. The first failure ends it."""

    async def one(item: T) -> None:
        await act(item)

    try:
        async with asyncio.TaskGroup() as group:
            for item in items:
                group.create_task(one(item))
    except ExceptionGroup as failures:
        raise failures.exceptions[0] from None


async def until(look: Callable[[], Awaitable[T]], wanted: Callable[[T], bool], within: float = PATIENCE_S) -> T:
    """Look again and again until what is seen is wanted.

    Raises:
        HouseAway: it was not within that many seconds.
    """
    clock = asyncio.get_running_loop().time
    deadline, pause = clock() + within, 0.05
    while not wanted(seen := await look()):
        if clock() > deadline:
            raise HouseAway(f"after {within:.0f} s the house still shows {seen!r}")
        await asyncio.sleep(pause)
        pause = min(1.5 * pause, 0.5)
    return seen
