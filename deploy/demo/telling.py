"""Telling the story: step after step, going on where an earlier telling was interrupted."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import Protocol, Self

from pyreqwest.client import ClientBuilder
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from deploy.demo.answers import Actor, Witness
from deploy.demo.door import Door
from deploy.demo.journal import FINISHED, Journal
from deploy.demo.steps import Step
from partage_kit.settings import Settings

JOURNAL = "demo.jsonl"
"""The journal's name in PARTAGE_HOME. Without it the story begins anew."""

ANSWER_WITHIN = timedelta(seconds=30)


class Teller(Witness, Protocol):
    """Somebody who follows the story while it happens."""

    async def begins(self, step: Step, door: Door) -> None:
        """A step is about to begin."""

    async def ends(self, step: Step, door: Door) -> None:
        """A step is done."""


async def tell(home: Path, address: str, story: Sequence[Step], teller: Teller) -> None:
    """Let the story happen in the house at this address; steps that the journal in `home` knows are not repeated.

    Raises:
        Refused: the house said no, which the story did not expect.
        HouseAway: a service did not come back.
    """
    journal = Journal(home / JOURNAL)
    async with ClientBuilder().no_proxy().timeout(ANSWER_WITHIN).build() as client:
        door = Door(client, address, Settings(home=home), journal, teller)
        for step in story:
            await teller.begins(step, door)
            if (deed := f"step/{step.name}") not in journal:
                await step.act(door)
                journal.note(deed)
            await teller.ends(step, door)
    journal.note(FINISHED)


def told(home: Path) -> bool:
    """Whether the whole story has happened in the house that keeps its data here."""
    return Journal(home / JOURNAL).finished


class ProgressBar:
    """Follows the story with a bar: one line, calls done out of calls expected."""

    def __init__(self, story: Sequence[Step], console: Console) -> None:
        self._bar = Progress(
            TextColumn("[bold]{task.description}"),
            BarColumn(),
            TaskProgressColumn(),
            TimeElapsedColumn(),
            console=console,
        )
        self._task = self._bar.add_task("the demo cooperative", total=sum(step.calls for step in story))
        self._reached = 0

    def __enter__(self) -> Self:
        self._bar.start()
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self._bar.stop()

    def called(self, actor: Actor | None, method: str, path: str, status: int) -> None:
        """Another call is done; a step that takes more than expected does not run ahead of itself."""
        if self._bar.tasks[0].completed + 1 < self._reached:
            self._bar.advance(self._task)

    async def begins(self, step: Step, door: Door) -> None:
        """Show what happens now."""
        self._reached += step.calls
        self._bar.update(self._task, description=step.name)

    async def ends(self, step: Step, door: Door) -> None:
        """Show how far the story has come."""
        self._bar.update(self._task, completed=self._reached)


class ProgressLines:
    """Follows the story in a file or a pipe, where no bar can move: a line a step, with the part that is done."""

    def __init__(self, story: Sequence[Step], console: Console) -> None:
        self._console = console
        self._all, self._reached = sum(step.calls for step in story), 0

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        pass

    def called(self, actor: Actor | None, method: str, path: str, status: int) -> None:
        """Calls have no line of their own."""

    async def begins(self, step: Step, door: Door) -> None:
        """Say what happens now."""
        self._console.print(f"{100 * self._reached // self._all:3} %  {step.name}", highlight=False)

    async def ends(self, step: Step, door: Door) -> None:
        """Remember how far the story has come."""
        self._reached += step.calls
