"""Jobs for the tests of the kit: strokes are drawn one after the other, ten a chunk, and a stroke drawn twice is noted.

`python -m support.chores URL` works at them in a process of its own, to be killed.
"""

import asyncio
import sys
from pathlib import Path
from uuid import UUID

from fastapi import FastAPI
from sqlalchemy import Column, Integer, PrimaryKeyConstraint, Table, Uuid, func, insert, select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Anyone
from partage_kit.db import Database, WriteSession, open_database
from partage_kit.errors import NotPossibleNow
from partage_kit.http.routes import Router
from partage_kit.http.service import create_service
from partage_kit.jobs import Accepted, Job, JobKind, JobStarted, JobState, Step, add_to_file, start_job
from partage_kit.jobs.worker import JobWorker
from partage_kit.settings import ServiceSettings
from partage_kit.tables import service_registry
from partage_kit.types import Count, Shape

tables = service_registry()
CHUNK = 10

strokes = Table(
    "strokes",
    tables.metadata,
    Column("job_id", Uuid),
    Column("number", Integer),
    PrimaryKeyConstraint("job_id", "number"),
)


async def draw(session: AsyncSession, job: Job) -> Step:
    """Draw the next ten strokes; a stroke that is there already breaks its key."""
    total = int(job.parameters["strokes"])
    begin = job.place or 0
    numbers = range(begin, min(begin + CHUNK, total))
    if numbers:
        await session.execute(insert(strokes), [{"job_id": job.id, "number": number} for number in numbers])
    if begin >= int(job.parameters.get("refuse_at", total + 1)):
        raise NotPossibleNow("the pencil is blunt")
    if begin >= int(job.parameters.get("break_at", total + 1)):
        raise RuntimeError("the pencil broke")
    if numbers.stop < total:
        return Step(done=numbers.stop, total=total, place=numbers.stop)
    text = f"{total} strokes\n".encode()
    await add_to_file(session, job, text, filename="strokes.txt", media_type="text/plain")
    await add_to_file(session, job, text, filename="strokes.txt", media_type="text/plain")
    return Step(done=total, total=total, ended=JobState.DONE, result={"strokes": total})


async def rub_out(session: AsyncSession, job: Job) -> bool:
    """Take ten strokes of a job that kept none away, in one go."""
    if not job.parameters.get("rub_out"):
        return False
    some = select(strokes.c.number).where(strokes.c.job_id == job.id).limit(CHUNK)
    gone = strokes.delete().where(strokes.c.job_id == job.id, strokes.c.number.in_(some)).returning(strokes.c.number)
    return len((await session.execute(gone)).all()) > 0


DRAW = JobKind("draw", draw, tidy=rub_out)
SECRET = JobKind("draw_in_secret", draw, for_asker_only=True)
KINDS = (DRAW, SECRET)


class NewDrawing(Shape):
    """What to draw."""

    strokes: Count
    refuse_at: Count | None = None
    break_at: Count | None = None
    rub_out: bool = False
    secret: bool = False


router = Router(prefix="/drawings")


@router.post("", status_code=202)
async def ask_for_a_drawing(new: NewDrawing, caller: Anyone, session: WriteSession, accepted: Accepted) -> JobStarted:
    """Ask for a drawing."""
    parameters = new.model_dump(exclude_none=True, exclude={"secret"})
    kind = SECRET if new.secret else DRAW
    return accepted(await start_job(session, kind, caller.office, caller.person, parameters, total=new.strokes))


class ChoresSettings(ServiceSettings):
    """As every service."""

    room = "CHORES_"


def create_app(settings: ServiceSettings) -> FastAPI:
    """The service, under the kit's own name, as only installed packages have a version."""
    return create_service(
        "kit",
        settings,
        tables=tables,
        migrations=Path(__file__).parent,
        routers=[router],
        description="Chores.",
        jobs=KINDS,
    )


async def drawn(database: Database, job_id: UUID) -> int:
    """How many strokes a job has drawn."""
    async with database.reading() as session:
        count = select(func.count()).where(strokes.c.job_id == job_id)
        return int((await session.execute(count)).scalar_one())


def worker(database: Database, lease_s: float = 30) -> JobWorker:
    """A worker that looks often."""
    return JobWorker(database, KINDS, poll_s=0.01, lease_s=lease_s)


async def until_idle(working: JobWorker) -> None:
    """Let a worker do all there is to do now."""
    while await working.take_a_turn():
        pass


if __name__ == "__main__":
    asyncio.run(worker(open_database(sys.argv[1], tables, source="chores"), lease_s=1).run())
