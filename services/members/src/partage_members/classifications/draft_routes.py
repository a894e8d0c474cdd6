"""The HTTP door of the schemes of an office: drafted, published, and never changed again."""

from typing import Annotated

from fastapi import Path, Query, Request

from partage_kit.db import ReadSession, WriteSession
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.imports import IMPORTING, receive_rows
from partage_kit.jobs import Accepted, JobStarted
from partage_kit.readable import Readable
from partage_members.callers import OfficeStaff
from partage_members.classifications import drafts, queries
from partage_members.classifications.codes import SchemeCode
from partage_members.classifications.errors import (
    SchemeDraftExists,
    SchemeDraftNotFound,
    SchemeIncoherent,
    SchemeKnown,
    SchemeNotFound,
    UnknownCode,
    VersionKnown,
)
from partage_members.classifications.intake import CONCEPTS
from partage_members.classifications.known import concept_of
from partage_members.classifications.schemas import (
    AmendDraft,
    BeginVersion,
    ConceptView,
    CreateScheme,
    SchemeImportOptions,
    VersionView,
)
from partage_members.classifications.views import concept_view

router = Router(prefix="/classifications", tags=["classifications"])

SchemeInPath = Annotated[SchemeCode, Path(description="such as local-crafts")]


@router.post("", status_code=201, responses=problems(SchemeKnown, SchemeDraftExists, VersionKnown))
async def create_scheme(new: CreateScheme, caller: OfficeStaff, session: WriteSession) -> VersionView:
    """Begin a scheme of your office, for what no published one has; its first version is a draft."""
    await drafts.create_scheme(session, caller.office, new.code, new.kind, new.version, new.attribution)
    return await _newest(session, caller.office, new.code)


@router.get("/{scheme}/versions")
async def list_versions(
    scheme: SchemeInPath, caller: OfficeStaff, paging: Paging, session: ReadSession
) -> Page[VersionView]:
    """The versions of a scheme, newest first: those of all offices, and those of your own with the draft."""
    rows, following = await queries.versions_of(session, caller.office, scheme, paging)
    return Page(items=[VersionView.model_validate(row) for row in rows], next=following)


@router.post("/{scheme}/versions", status_code=201, responses=problems(SchemeNotFound, SchemeDraftExists, VersionKnown))
async def begin_version(
    scheme: SchemeInPath, new: BeginVersion, caller: OfficeStaff, session: WriteSession
) -> VersionView:
    """Draft another version of a scheme of your office; the current one stays as it is, and in use."""
    await drafts.begin_version(session, caller.office, scheme, new.version)
    return await _newest(session, caller.office, scheme)


@router.get("/{scheme}/draft/concepts", responses=problems(SchemeDraftNotFound))
async def list_drafted_concepts(
    scheme: SchemeInPath, caller: OfficeStaff, paging: Paging, session: ReadSession
) -> Page[ConceptView]:
    """What the draft of a scheme has so far, by code."""
    rows, following = await queries.drafted_concepts(session, caller.office, scheme, paging)
    return Page(items=[concept_view(concept_of(row)) for row in rows], next=following)


@router.post("/{scheme}/draft/amend", responses=problems(SchemeDraftNotFound, UnknownCode, SchemeIncoherent))
async def amend_draft(
    scheme: SchemeInPath, changes: AmendDraft, caller: OfficeStaff, session: WriteSession
) -> VersionView:
    """Write up to 200 concepts of a draft and take others out; the same again changes nothing."""
    rows = [one.row() for one in changes.concepts]
    await drafts.amend_draft(session, caller.office, scheme, rows, changes.removed)
    return await _newest(session, caller.office, scheme)


@router.post("/{scheme}/draft/publish", responses=problems(SchemeDraftNotFound, SchemeIncoherent))
async def publish_draft(scheme: SchemeInPath, caller: OfficeStaff, session: WriteSession) -> VersionView:
    """Let the draft be the version in use; it never changes again, and the directory follows within minutes."""
    await drafts.publish_draft(session, caller.office, scheme)
    return await _newest(session, caller.office, scheme)


@router.post("/{scheme}/draft/discard", status_code=204, responses=problems(SchemeDraftNotFound))
async def discard_draft(scheme: SchemeInPath, caller: OfficeStaff, session: WriteSession) -> None:
    """Take the draft away; versions that were published stay."""
    await drafts.discard_draft(session, caller.office, scheme)


@router.post("/imports", **IMPORTING)
async def import_concepts(
    options: Annotated[SchemeImportOptions, Query()],
    caller: OfficeStaff,
    request: Request,
    session: WriteSession,
    accepted: Accepted,
) -> JobStarted:
    """Bring in a whole version of a scheme of your office by one file, CSV or NDJSON, and publish it.

    A row is a concept: `code`, `broader`, `isco08`, `uri`, `label_fr` and so on, `alt_fr` and so on, then codes that
    correspond: `exact`, `close`, `broad` of other schemes, `replaces` of earlier versions; lists are joined with `|`.
    The same file again changes nothing. The job's report tells what is wrong by row and column.
    """
    return accepted(await receive_rows(request, session, CONCEPTS, caller, options))


async def _newest(session: Readable, office: str, scheme: str) -> VersionView:
    return VersionView.model_validate(await queries.newest_version(session, office, scheme))
