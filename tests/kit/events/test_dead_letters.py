"""Dead letters: listed, taken again, and the command line for it."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID, uuid4

import pytest
from sqlalchemy.ext.asyncio import AsyncSession
from typer.testing import CliRunner, Result

from partage_kit.bus import MemoryBus
from partage_kit.consumers import Consumers, gather_handlers
from partage_kit.db import Database
from partage_kit.dead_letters import dead_letters_cli, letters_of, open_letters, retry
from partage_kit.errors import NotFound
from support.parcels import Hearing, ParcelSent, open_service, parcel, send, url_of, working
from support.seen import hearings
from support.waiting import eventually

NOBODY = "00000000-0000-4000-8000-000000000000"


class Mood:
    """Consumers that refuse parcels of a weight until they are mended."""

    def __init__(self, *refused: int) -> None:
        self.refused = set(refused)
        self.consumers = Consumers()

        @self.consumers.on(ParcelSent)
        async def picky(session: AsyncSession, event: ParcelSent) -> None:
            if event.weight in self.refused:
                raise ValueError(f"not {event.weight}\nand a second line")
            session.add(Hearing(office=event.office, parcel=event.subject, sequence=event.sequence))


@dataclass(frozen=True)
class Service:
    """What the command line needs of a service."""

    database: Database
    consumers: Sequence[Consumers]


@pytest.fixture
async def mood(shop: Database, desk: Database) -> Mood:
    """Three parcels were sent, two of them are dead letters now."""
    mood, bus = Mood(1, 2), MemoryBus()
    async with working(shop, bus), working(desk, bus, mood.consumers):
        await send(shop, range(3))
        await eventually(lambda: letters(desk), lambda found: len(found) == 2)
        await eventually(lambda: hearings(desk))
    return mood


async def letters(desk: Database) -> list[UUID]:
    async with desk.reading() as session:
        return [letter["id"] for letter in await open_letters(session, letters_of(desk))]


async def test_a_mended_consumer_takes_its_dead_letters(desk: Database, mood: Mood) -> None:
    first, second = await letters(desk)
    mood.refused = {2}
    handlers = gather_handlers([mood.consumers])
    assert await retry(desk, handlers, first) is None
    assert (await retry(desk, handlers, second) or "").startswith("ValueError: not 2")
    assert await letters(desk) == [second]
    assert sorted(await hearings(desk)) == sorted([(parcel(0), 1), (parcel(1), 1)])


async def test_a_dead_letter_is_taken_once(desk: Database, mood: Mood) -> None:
    first, _second = await letters(desk)
    mood.refused = set()
    handlers = gather_handlers([mood.consumers])
    await retry(desk, handlers, first)
    with pytest.raises(NotFound):
        await retry(desk, handlers, first)
    assert len(await hearings(desk)) == 2


async def test_a_failed_retry_counts_and_keeps_the_letter(desk: Database, mood: Mood) -> None:
    (first, _second), handlers = await letters(desk), gather_handlers([mood.consumers])
    await retry(desk, handlers, first)
    async with desk.reading() as session:
        kept = {letter["id"]: letter["attempts"] for letter in await open_letters(session, letters_of(desk))}
    assert kept[first] == 4


async def test_a_letter_of_a_consumer_that_is_gone_says_so(desk: Database, mood: Mood) -> None:
    first, _second = await letters(desk)
    assert await retry(desk, (), first) == "no consumer is named desk.picky any more"
    with pytest.raises(NotFound):
        await retry(desk, (), uuid4())


async def test_the_command_line_lists_and_retries(desk: Database, mood: Mood) -> None:
    first, second = await letters(desk)
    listed = await command(desk, mood, "list")
    assert [line.split("  ")[0] for line in listed.output.splitlines()] == [str(first), str(second)]
    assert "desk.picky  partage.shop.parcel.sent.v1  3 attempts  ValueError: not 1" in listed.output

    mood.refused = {2}
    everything = await command(desk, mood, "retry", "--all")
    assert everything.output.splitlines() == [f"{first}  handled", f"{second}  failed again: ValueError: not 2"]
    assert everything.exit_code == 1

    mood.refused = set()
    one = await command(desk, mood, "retry", str(second))
    assert (one.output, one.exit_code) == (f"{second}  handled\n", 0)
    assert (await command(desk, mood, "list")).output == ""


@pytest.mark.parametrize("words", [("retry",), ("retry", "--all", NOBODY), ("retry", NOBODY)])
async def test_the_command_line_explains_wrong_words(desk: Database, mood: Mood, words: tuple[str, ...]) -> None:
    answer = await command(desk, mood, *words)
    assert answer.exit_code == 2 and "Invalid value" in answer.output


async def command(desk: Database, mood: Mood, *words: str) -> Result:
    """Run the command in a thread: it brings a loop of its own."""
    cli = dead_letters_cli(lambda: Service(open_service(url_of(desk), "desk"), [mood.consumers]))
    return await asyncio.to_thread(CliRunner().invoke, cli, words)
