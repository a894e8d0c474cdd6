"""One clock: the database's time, so that all processes agree; tests and demonstrations may move it."""

from datetime import UTC, datetime, timedelta

from sqlalchemy import TextClause, text
from sqlalchemy.engine import Connection

from partage_kit.readable import Readable

_SQL = {
    # clock_timestamp() and not now(): the time after a lock was waited for, not when the transaction began
    "postgresql": text("SELECT clock_timestamp()"),
    "sqlite": text("SELECT strftime('%Y-%m-%dT%H:%M:%f+00:00', 'now')"),
}


_WITHIN = {
    "postgresql": text("clock_timestamp()"),
    "sqlite": text("strftime('%Y-%m-%d %H:%M:%f000', 'now')"),
}


def instant_within(dialect: str) -> TextClause:
    """The database's time inside a statement, for a row that only notes when it was written: no question of its own."""
    return _WITHIN[dialect]


class Clock:
    """The database's time, moved by an offset that tests may set."""

    def __init__(self) -> None:
        self.offset = timedelta(0)

    def advance(self, by: timedelta) -> None:
        """Let time pass (tests and demonstrations)."""
        self.offset += by

    def roughly(self) -> datetime:
        """The instant now by this process's own watch: for what is kept for about a day, it saves a question."""
        return datetime.now(UTC) + self.offset

    def read(self, connection: Connection) -> datetime:
        """The instant now, in UTC."""
        value = connection.execute(_SQL[connection.dialect.name]).scalar_one()
        instant = datetime.fromisoformat(value) if isinstance(value, str) else value
        return instant.astimezone(UTC) + self.offset


async def clock(session: Readable) -> datetime:
    """The instant now, in UTC. Read it after the lock of the aggregate is held, and pass it on as a parameter."""
    of_session: Clock = session.info["clock"]
    instant = await (await session.connection()).run_sync(of_session.read)
    session.info["at"] = instant
    return instant
