"""PostgreSQL's planner remembers the most common values of columns, longer than the rows are there."""

from sqlalchemy import text

from partage_kit.db.database import Database

_TABLES = text("SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = current_schema() ORDER BY tablename")
"""All of them, those too that the models do not know: a full text index has the most words."""


async def take_anew(database: Database) -> None:
    """Let the planner look at all tables anew, so that it forgets values that are gone; SQLite remembers none."""
    if database.dialect != "postgresql":
        return
    async with database.writer.begin() as connection:
        names = (await connection.execute(_TABLES)).scalars().all()
    for name in names:
        async with database.writer.begin() as connection:
            await connection.execute(text(f"ANALYZE {name}"))
