"""The one way the story reaches the house: its public API, through the gateway, over HTTP."""

import asyncio
import json
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from datetime import timedelta
from time import monotonic
from typing import Any, TypeVar

from pyreqwest.client import Client
from pyreqwest.exceptions import PyreqwestError
from pyreqwest.response import Response

from deploy.demo.answers import Actor, Answer, HouseAway, Refused, Witness
from deploy.demo.journal import Journal
from partage_kit.auth.local_issuer import issue
from partage_kit.settings import Settings

AT_ONCE = 12
"""Calls under way at the same time: enough to keep every service busy, few enough to stay polite."""

PATIENCE_S = 90.0
"""How long the story waits for a service that is away, such as one that is being restarted."""

MEASURED = 50
"""Calls whose pace tells how fast the house answers now."""

T = TypeVar("T")


class Door:
    """Calls the API as anybody; a deed that the journal knows is not done again.

    A POST carries its deed's name as Idempotency-Key: when the answer got lost, asking again does nothing twice.
    """

    def __init__(self, client: Client, address: str, settings: Settings, journal: Journal, witness: Witness) -> None:
        self.journal = journal
        self._client, self._address, self._settings, self._witness = client, address, settings, witness
        self._tokens: dict[Actor, str] = {}
        self._turns = asyncio.Semaphore(AT_ONCE)
        self._answered = deque([monotonic()], maxlen=MEASURED)

    def time_for(self, calls: int, at_least: float) -> timedelta:
        """How long to leave for so many calls, three times as long as they would take at the pace of the last ones."""
        pace = (self._answered[-1] - self._answered[0]) / len(self._answered)
        return timedelta(seconds=max(at_least, 3 * calls * pace))

    async def post(self, deed: str, actor: Actor, path: str, body: Any = None, version: int | None = None) -> str:
        """Do something once, to a record that is still at this version; the id of what came of it.

        Raises:
            Refused, HouseAway
        """
        if deed not in self.journal:
            headers = {"Idempotency-Key": f"demo:{deed}", **_expecting(version)}
            made = await self._call(actor, "POST", path, body, headers)
            self.journal.note(deed, str(made.get("id", "")))
        return self.journal[deed]

    async def bring_in(self, deed: str, actor: Actor, path: str, text: str) -> None:
        """Send a CSV file once, and wait until its rows are published; sent again, rows change nothing.

        Raises:
            Refused, HouseAway
        """
        if deed in self.journal:
            return
        job = await self._call(actor, "POST", path, text, {"Content-Type": "text/csv"})

        async def state() -> str:
            return str((await self.get(actor, job["href"]))["state"])

        ended = await until(state, lambda seen: seen not in ("queued", "running"))
        if ended != "done":
            raise HouseAway(f"the file of {deed} was not brought in: its job is {ended}, see {job['href']}")
        self.journal.note(deed, job["job_id"])

    async def put(self, deed: str, actor: Actor, path: str, body: Any, version: int | None = None) -> Any:
        """Set something, of a record that is still at this version; what came back, or None if it was done before.

        Raises:
            Refused, HouseAway
        """
        if deed in self.journal:
            return None
        answer = await self._call(actor, "PUT", path, body, _expecting(version))
        self.journal.note(deed)
        return answer

    async def patch(self, deed: str, actor: Actor, path: str, body: Any, version: int) -> None:
        """Change something once, of a record that is still at this version.

        Raises:
            Refused, HouseAway
        """
        if deed not in self.journal:
            await self._call(actor, "PATCH", path, body, _expecting(version))
            self.journal.note(deed)

    async def once(self, actor: Actor | None, path: str, body: Any = None) -> Any:
        """Send something of which the journal keeps nothing; without an actor, nobody says who it is.

        Raises:
            Refused, HouseAway
        """
        return await self._call(actor, "POST", path, body, {})

    async def get(self, actor: Actor | None, path: str, **query: str | int) -> Any:
        """Read something.

        Raises:
            Refused, HouseAway
        """
        return await self._call(actor, "GET", path, None, {}, query)

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
        self, actor: Actor | None, method: str, path: str, body: Any, headers: dict[str, str], query: Any = None
    ) -> Any:
        if actor is not None:
            headers |= {"Authorization": f"Bearer {self._token(actor)}"}
        async with self._turns:
            answer = await self._answer(method, path, body, headers, query or {})
        self._answered.append(monotonic())
        self._witness.called(actor, method, path, answer.status)
        if answer.status >= 400:
            raise Refused(method, path, answer)
        return answer.body

    async def _answer(self, method: str, path: str, body: Any, headers: dict[str, str], query: Any) -> Answer:
        """Ask until somebody answers: a service may be away for a moment."""
        clock = asyncio.get_running_loop().time
        deadline, pause = clock() + PATIENCE_S, 0.05
        while True:
            request = self._client.request(method, f"{self._address}{path}").headers(headers).query(query)
            if isinstance(body, str):
                request = request.body_text(body)
            elif body is not None:
                request = request.body_json(body)
            try:
                answer = await _read(await request.build().send())
                if not answer.passes:
                    return answer
                reason = f"status {answer.status}"
            except PyreqwestError as error:
                reason = str(error)
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


async def _read(response: Response) -> Answer:
    text = await response.text()
    is_json = "json" in (response.get_header("content-type") or "")
    return Answer(response.status, json.loads(text) if is_json and text else {})


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


def _expecting(version: int | None) -> dict[str, str]:
    """The header that says which version a change was made from."""
    return {} if version is None else {"If-Match": f'"{version}"'}
