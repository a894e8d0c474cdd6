"""Keeping an event that a consumer could not take."""

from partage_kit.clock import clock
from partage_kit.consumers.work import Job
from partage_kit.db import Database
from partage_kit.statements import upsert
from partage_kit.types import new_id

ERROR_LENGTH = 4_000


async def bury(database: Database, job: Job, error: Exception, attempts: int) -> None:
    """Keep the event as a dead letter of this consumer; one that lay there already is renewed."""
    letters = database.tables.metadata.tables["dead_letters"]
    async with database.writing(job.actor) as session:
        insert = upsert(letters, database.dialect).values(
            id=new_id(),
            consumer=job.consumer,
            event_id=job.envelope.event_id,
            type=job.envelope.kind,
            envelope=job.envelope.text,
            error=describe(error),
            attempts=attempts,
            failed_at=await clock(session),
        )
        renewed = {name: insert.excluded[name] for name in ("error", "attempts", "failed_at")} | {"resolved_at": None}
        await session.execute(insert.on_conflict_do_update(index_elements=["consumer", "event_id"], set_=renewed))


def describe(error: Exception) -> str:
    """What went wrong, for an operator to read."""
    text = f"{type(error).__name__}: {error}"[:ERROR_LENGTH]
    return text.replace("\x00", "\N{REPLACEMENT CHARACTER}")
