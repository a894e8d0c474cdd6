"""A small service for the tests of the kit's HTTP door: shelves, and notes that stand on them."""

from datetime import datetime
from pathlib import Path
from typing import Annotated, Literal
from uuid import UUID

from fastapi import APIRouter, FastAPI, Query
from pydantic import BaseModel, ConfigDict, Field
from sqlalchemy import CheckConstraint, ForeignKeyConstraint, UniqueConstraint, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import Field as ColumnField
from sqlmodel import col

from partage_kit.auth import Member
from partage_kit.clock import clock
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotFound, PreconditionRequired, Refusal, Stale
from partage_kit.http.pages import Order, Page, Paging, page_of
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.service import create_service
from partage_kit.http.tags import ETag, IfMatch, require_version
from partage_kit.settings import ServiceSettings
from partage_kit.tables import Aggregate, Record, Utc, service_registry, table_of
from partage_kit.types import Fact, Line, Shape, Translations, UtcDateTime, new_id
from partage_kit.unit_of_work import emit

tables = service_registry()


class _Aggregate(Aggregate, registry=tables):
    """Base of the aggregates."""


class _Record(Record, registry=tables):
    """Base of the records."""


class ShelfExists(Refusal):
    """An office has one shelf of a name."""

    titles = {"fr": "Étagère déjà là", "nl": "Plank bestaat al", "en": "Shelf exists"}


class TooHigh(Refusal):
    """No note counts above a thousand."""

    status = 422
    titles = {"fr": "Trop haut", "nl": "Te hoog", "en": "Too high"}


class NoteNotFound(NotFound):
    """No such note."""

    titles = {"fr": "Note introuvable", "nl": "Notitie niet gevonden", "en": "Note not found"}


class Shelf(_Record, table=True):
    """Where notes stand."""

    __tablename__ = "shelves"
    __table_args__ = (UniqueConstraint("office", "name", info={"refusal": ShelfExists}),)

    name: str = ColumnField(max_length=200)


class Note(_Aggregate, table=True):
    """A note; that its shelf exists is looked at when the transaction commits."""

    __tablename__ = "notes"
    __table_args__ = (
        CheckConstraint("count <= 1000", name="not_too_high", info={"refusal": TooHigh}),
        ForeignKeyConstraint(["shelf_id"], ["shelves.id"], ondelete="CASCADE", deferrable=True, initially="DEFERRED"),
    )

    title: str = ColumnField(max_length=200)
    count: int = 0
    shelf_id: UUID | None = None
    due: datetime | None = ColumnField(default=None, sa_type=Utc)


class NoteWritten(Fact):
    """A note was written."""

    service = "notes"
    noun = "note"
    verb = "written"


Number = Annotated[int, Field(ge=-(2**31), lt=2**31)]
"""A whole number that both databases hold."""


class NewShelf(Shape):
    """A shelf to be."""

    name: Line


class NewNote(Shape):
    """A note to be."""

    title: Line
    count: Number = 0
    shelf_id: UUID | None = None
    due: UtcDateTime | None = None
    texts: Translations | None = None
    tags: Annotated[list[Line], Field(max_length=3)] = []


class ChangeNote(Shape):
    """What to change."""

    title: Line


class NoteView(Shape):
    """A note."""

    id: UUID
    title: str
    count: int
    due: UtcDateTime | None
    version: int


class NoteFilter(BaseModel):
    """Which notes."""

    model_config = ConfigDict(frozen=True)

    count: Number | None = None
    sort: Literal["title", "-due"] = "title"


router = Router()
notes = table_of(Note)
ORDERS = {
    "title": Order("title", (notes.c.title, True), (notes.c.id, True)),
    "-due": Order("-due", (notes.c.due, False), (notes.c.count, True), (notes.c.id, True)),
}


@router.post("/shelves", status_code=201, responses=problems(ShelfExists))
async def put_up_a_shelf(new: NewShelf, caller: Member, session: WriteSession) -> NewShelf:
    """Put up a shelf; looks first whether it is there, as a careless author would."""
    found = await session.execute(select(Shelf).where(col(Shelf.name) == new.name))
    if found.scalar_one_or_none() is not None:
        raise ShelfExists()
    session.add(Shelf(office=caller.office, name=new.name))
    await session.flush()
    return new


@router.post("/notes", status_code=201, responses=problems(TooHigh))
async def write_note(new: NewNote, caller: Member, session: WriteSession, tag: ETag) -> NoteView:
    """Write a note."""
    fields = new.model_dump(exclude={"texts", "tags"})
    note = Note(office=caller.office, **fields)
    session.add(note)
    await session.flush()
    emit(session, NoteWritten(office=note.office, subject=note.id, sequence=note.version))
    return tag(NoteView.model_validate(note))


@router.get("/notes")
async def list_notes(
    caller: Member, wanted: Annotated[NoteFilter, Query()], paging: Paging, session: ReadSession
) -> Page[NoteView]:
    """The notes."""
    order = ORDERS[wanted.sort]
    statement = select(*[column for column, _ in order.columns], *notes.c).where(notes.c.office == caller.office)
    if wanted.count is not None:
        statement = statement.where(notes.c.count == wanted.count)
    rows, following = await page_of(session, statement, order, paging)
    return Page(items=[NoteView.model_validate(row) for row in rows], next=following)


@router.get("/notes/{note_id}", responses=problems(NoteNotFound))
async def read_note(note_id: UUID, _caller: Member, session: ReadSession, tag: ETag) -> NoteView:
    """A note."""
    row = (await session.execute(select(notes).where(notes.c.id == note_id))).first()
    if row is None:
        raise NoteNotFound()
    return tag(NoteView.model_validate(row))


@router.patch("/notes/{note_id}", responses=problems(NoteNotFound, Stale, PreconditionRequired))
async def change_note(
    note_id: UUID, change: ChangeNote, _caller: Member, expected: IfMatch, session: WriteSession, tag: ETag
) -> NoteView:
    """Change a note."""
    note = await _note_for_update(session, note_id)
    require_version(note, expected)
    note.title = change.title
    await session.flush()
    return tag(NoteView.model_validate(note))


@router.post("/notes/{note_id}/count", responses=problems(NoteNotFound, TooHigh))
async def count(note_id: UUID, _caller: Member, session: WriteSession) -> NoteView:
    """Read, then write: one more."""
    note = await _note_for_update(session, note_id)
    await clock(session)
    note.count += 1
    await session.flush()
    return NoteView.model_validate(note)


@router.delete("/notes/{note_id}", status_code=204, responses=problems(NoteNotFound, Stale, PreconditionRequired))
async def burn(note_id: UUID, _caller: Member, expected: IfMatch, session: WriteSession) -> None:
    """Burn a note."""
    note = await _note_for_update(session, note_id)
    require_version(note, expected)
    await session.delete(note)


@router.post("/notes/through-a-read-session", status_code=201)
async def write_through_a_read_session(caller: Member, session: ReadSession) -> dict[str, str]:
    """A mistake: writes where one can only read."""
    await session.execute(insert(notes).values(id=new_id(), office=caller.office, title="lost", version=1, count=0))
    await (await session.connection()).commit()
    return {"written": "it seems"}


@router.post("/notes/half", status_code=201)
async def fail_halfway(caller: Member, session: WriteSession) -> dict[str, str]:
    """A fault of ours after something was written."""
    note = Note(office=caller.office, title="half")
    session.add(note)
    await session.flush()
    emit(session, NoteWritten(office=note.office, subject=note.id, sequence=note.version))
    raise RuntimeError("nobody thought of this")


async def _note_for_update(session: AsyncSession, note_id: UUID) -> Note:
    statement = select(Note).where(col(Note.id) == note_id).with_for_update()
    found = (await session.execute(statement)).scalar_one_or_none()
    if found is None:
        raise NoteNotFound()
    return found


def create_app(settings: ServiceSettings, *more: APIRouter) -> FastAPI:
    """The service, under the kit's own name, as only installed packages have a version."""
    return create_service(
        "kit", settings, tables=tables, migrations=Path(__file__).parent, routers=[router, *more], description="Notes."
    )
