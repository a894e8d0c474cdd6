"""Opportunities, answers, topics, posts, conversations: as many statements for a full page as for a line."""

from pathlib import Path

from members.conftest import quiet_house
from members.given import filiere_at, path_of, profile
from support.connecting import CONVERSATIONS, OPPORTUNITIES, TOPICS, answered, posted, started, write, wrote
from support.databases import Databases
from support.house import House
from support.purchasing import made
from support.statements import statements

MANY = 6


async def test_a_page_takes_as_many_statements_as_a_line(fresh_databases: Databases, home: Path) -> None:
    async with quiet_house(fresh_databases, home) as house:
        await _compare_pages_with_lines(house)


async def _compare_pages_with_lines(house: House) -> None:
    filiere = await filiere_at(house, "active")
    for number in range(1, MANY + 2):
        await profile(house, number)
        await made(await house.as_member(number).post(path_of(filiere, "/join")))
    me = house.as_member(1)
    offered = await posted(house, me)
    topic = await started(me, filiere)
    for number in range(2, MANY + 2):
        await answered(house, number, offered)
        await posted(house, house.as_member(number))
        await wrote(house.as_member(number), await started(house.as_member(number), filiere))
        await wrote(house.as_member(number), topic)
        await made(await write(house, number, 1))
    lists = (
        OPPORTUNITIES,
        f"{OPPORTUNITIES}/{offered['id']}/answers",
        TOPICS,
        f"{TOPICS}/{topic['id']}/posts",
        CONVERSATIONS,
    )
    for path in lists:
        assert await sent_for(house, path, 1) == await sent_for(house, path, MANY), path


async def sent_for(house: House, path: str, lines: int) -> int:
    """How many statements a page with so many lines takes."""
    who = house.as_member(1)
    await who.get(path)  # a fresh connection asks questions of its own
    with statements(house.service.database.reader.sync_engine) as sent:
        page = await who.get(path, params={"limit": lines})
    assert len(page.json()["items"]) == lines
    assert sent
    return len(sent)
