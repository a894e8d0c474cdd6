"""What an engine reads to find numbers holds no texts: that is what lets it find many of them fast."""

from sqlalchemy import text

from members.search.asking import document, found, have
from partage_kit.db import Database

_HELD_WITH_NUMBERS = {
    "sqlite": text("SELECT count(*) FROM sqlite_master WHERE name = 'search_index_content'"),
    "postgresql": text("SELECT pg_relation_size('search_index') / (2 * current_setting('block_size')::int)"),
}


async def test_numbers_are_kept_apart_from_texts(database: Database) -> None:
    texts = " ".join(f"soudure{n}" for n in range(60))
    await have(database, *(document(n, texts) for n in range(1, 41)), document(41, "soudure"))
    async with database.reading() as session:
        held = (await session.execute(_HELD_WITH_NUMBERS[database.dialect])).scalar_one()
    assert held == 0 and (await found(database, "soudure"))[0] == 41
