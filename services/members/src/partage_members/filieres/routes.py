"""The HTTP door of filières."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import PreconditionRequired, Stale
from partage_kit.http.languages import ReaderLanguages
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch
from partage_members.callers import Insider, MemberOrStaff
from partage_members.classifications.errors import UnknownCode
from partage_members.filieres import commands, queries
from partage_members.filieres.callers import Animator
from partage_members.filieres.errors import (
    FiliereIsClosed,
    FiliereNotFound,
    NotTheirFacilitator,
    OpennessUnexplained,
    ScopeMissing,
)
from partage_members.filieres.schemas import ChangeFiliere, FiliereFilter, FiliereSummary, FiliereView, ProposeFiliere
from partage_members.filieres.views import summary, whole
from partage_members.places.errors import UnknownPlace

router = Router(prefix="/filieres", tags=["filieres"])

DESCRIBING = (UnknownCode, UnknownPlace, OpennessUnexplained, ScopeMissing)


@router.get("", responses=problems(UnknownCode))
async def list_filieres(
    caller: Insider,
    wanted: Annotated[FiliereFilter, Query()],
    paging: Paging,
    languages: ReaderLanguages,
    session: ReadSession,
) -> Page[FiliereSummary]:
    """The filières of your office by name, or newest first; filtered by kind, stage, occupation, sector or region."""
    rows, following = await queries.list_filieres(session, caller.office, wanted, paging)
    return Page(items=[summary(row, languages) for row in rows], next=following)


@router.post("", status_code=201, responses=problems(*DESCRIBING))
async def propose_filiere(
    new: ProposeFiliere, caller: MemberOrStaff, languages: ReaderLanguages, session: WriteSession, tag: ETag
) -> FiliereView:
    """Propose a filière; your office then studies it (recommendation 2)."""
    filiere = await commands.propose_filiere(session, caller.office, caller.person, new.model_dump())
    return tag(whole(filiere, languages))


@router.get("/{filiere_id}", responses=problems(FiliereNotFound))
async def read_filiere(
    filiere_id: UUID, caller: Insider, languages: ReaderLanguages, session: ReadSession, tag: ETag
) -> FiliereView:
    """A filière of your office."""
    return tag(whole(await queries.one_filiere(session, caller.office, filiere_id), languages))


@router.patch(
    "/{filiere_id}",
    responses=problems(FiliereNotFound, Stale, PreconditionRequired, FiliereIsClosed, NotTheirFacilitator, *DESCRIBING),
)
async def change_filiere(
    filiere_id: UUID,
    changes: ChangeFiliere,
    caller: Animator,
    expected: IfMatch,
    languages: ReaderLanguages,
    session: WriteSession,
    tag: ETag,
) -> FiliereView:
    """Change what describes a filière; what you leave out stays. Its stage moves by decisions only."""
    fields = changes.given()
    filiere = await commands.change_filiere(session, caller.office, filiere_id, expected, fields)
    return tag(whole(filiere, languages))
