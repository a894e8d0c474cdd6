"""Telling the story aloud: each step's calls, the events heard on the bus, and what changed elsewhere."""

import re
from collections import Counter

from rich.console import Console
from rich.markup import escape

from deploy.demo.answers import Actor, HouseAway
from deploy.demo.door import Door, until
from deploy.demo.listening import Heard, Listener
from deploy.demo.steps import Effect, Step
from partage_kit.auth import Role

PATIENCE_S = 30.0
"""Seconds after a step within which its events and effects are expected."""

_ID = re.compile(r"[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=/answers/)[a-z-]+")

Call = tuple[str, str, int]


class Narrator:
    """Prints the story; `missed` lists what was expected and not seen."""

    def __init__(self, listener: Listener, console: Console, patience_s: float = PATIENCE_S) -> None:
        self.missed: list[str] = []
        self._listener, self._console, self._patience_s = listener, console, patience_s
        self._number, self._place = 0, 0
        self._expected: Counter[str] = Counter()
        self._calls: Counter[Call] = Counter()
        self._callers: dict[Call, list[str]] = {}
        self._before: dict[Effect, object] = {}
        self._is_acting = False

    def called(self, actor: Actor | None, method: str, path: str, status: int) -> None:
        """Note a call of the step; looks around are not part of it."""
        if self._is_acting:
            call = (method, _ID.sub("{id}", path), status)
            self._calls[call] += 1
            callers = self._callers.setdefault(call, [])
            if (name := _described(actor)) not in callers:
                callers.append(name)

    async def begins(self, step: Step, door: Door) -> None:
        """Say what happens now, and remember how things stand elsewhere."""
        self._number += 1
        self._console.rule(f"[bold]{self._number}. {step.name}", align="left")
        self._console.print(escape(step.says), style="italic")
        self._before = {effect: await effect.look(door) for effect in step.effects}
        self._calls.clear()
        self._callers.clear()
        self._is_acting = True

    async def ends(self, step: Step, door: Door) -> None:
        """Say what was called, what was heard, and what is different now."""
        self._is_acting = False
        for call, count in self._calls.items():
            self._print_call(call, count)
        await self._hear(step)
        for effect in step.effects:
            await self._look(step, effect, door)

    def _print_call(self, call: Call, count: int) -> None:
        method, path, status = call
        callers = self._callers[call]
        who = callers[0] if len(callers) == 1 else f"{callers[0]} and {len(callers) - 1} more"
        times = f" {count} times" if count > 1 else ""
        self._console.print(f"  [cyan]{method:<5}[/cyan] {escape(path)} → {status}{times}, {escape(who)}")

    async def _hear(self, step: Step) -> None:
        """Wait for the events of all steps so far: some come when their time has come, whatever step is told."""
        self._expected.update(step.announces)

        async def lacking() -> Counter[str]:
            return self._expected - Counter(one.fact for one in self._listener.heard)

        missing: Counter[str] = Counter()
        try:
            await until(lacking, lambda seen: not seen, self._patience_s)
        except HouseAway:
            missing = await lacking()
        new = self._listener.heard[self._place :]
        self._place += len(new)
        for address, count in Counter(one.address for one in new).items():
            self._print_event(next(one for one in new if one.address == address), count)
        for fact, count in missing.items():
            self._miss(step, f"{count} more events {fact}")
        self._expected -= missing

    def _print_event(self, example: Heard, count: int) -> None:
        self._console.print(f"  [magenta]event[/magenta] {example.address} × {count}", highlight=False)
        if told := ", ".join(f"{name} {value}" for name, value in example.content["data"].items() if _is_plain(value)):
            self._console.print(f"        {escape(told)}", style="dim", highlight=False)

    async def _look(self, step: Step, effect: Effect, door: Door) -> None:
        before = _told(self._before[effect])
        try:
            now = _told(await until(lambda: effect.look(door), effect.wanted, self._patience_s))
        except HouseAway:
            self._miss(step, f"{effect.says}: still {_told(await effect.look(door))}")
            return
        change = now if before == now else f"{before} → [bold]{now}[/bold]"
        self._console.print(f"  [green]seen[/green]  {escape(effect.says)}: {change}", highlight=False)

    def _miss(self, step: Step, what: str) -> None:
        self.missed.append(f"{step.name}: {what}")
        self._console.print(f"  [red]not seen[/red] {escape(what)}")


def _described(actor: Actor | None) -> str:
    if actor is None:
        return "as nobody: no token"
    roles = [str(role) for role in actor.roles if role is not Role.MEMBER or len(actor.roles) == 1]
    return f"as {' and '.join(roles)} of {actor.office}{_short(actor)}"


def _short(actor: Actor) -> str:
    return f" ({str(actor.member_id)[:8]})" if actor.member_id else ""


def _is_plain(value: object) -> bool:
    """Worth showing of an event: no id, nothing nested, nothing absent."""
    return value is not None and not isinstance(value, list | dict) and not _ID.fullmatch(str(value))


def _told(seen: object) -> str:
    if seen is None:
        return "nothing"
    if isinstance(seen, bool):
        return "yes" if seen else "no"
    if isinstance(seen, dict):
        return ", ".join(f"{name} {value}" for name, value in seen.items())
    return str(seen)
