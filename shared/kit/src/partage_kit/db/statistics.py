"""PostgreSQL's planner remembers the most common values of columns, longer than the rows are there."""

from sqlalchemy import text

from partage_kit.db.database import Database


async def take_anew(database: Database) -> None:
    """Let the planner look at all tables anew, so that it forgets values that are gone; SQLite remembers none."""
    if database.dialect != "postgresql":
        return
    for table in database.tables.metadata.sorted_tables:
        async with database.writer.begin() as connection:
            name = connection.dialect.identifier_preparer.format_table(table)
            await connection.execute(text(f"ANALYZE {name}"))
