"""The HTTP door of jobs: the same for every service that has kinds of them."""

from collections.abc import Sequence
from typing import Annotated, Any
from uuid import UUID

from fastapi import Path, Query, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy import Row

from partage_kit.auth import Anyone
from partage_kit.db import ReadSession, WriteSession
from partage_kit.http.languages import ReaderLanguages
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import kept_problem, problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag
from partage_kit.imports.export import DOWNLOAD, WantedFormat, rows_response
from partage_kit.jobs import queries
from partage_kit.jobs.commands import cancel_job
from partage_kit.jobs.errors import JobEnded, JobNotFinished, JobNotFound
from partage_kit.jobs.files import content_of
from partage_kit.jobs.kinds import JobKind
from partage_kit.jobs.schemas import JobFile, JobFilter, JobSummary, JobView, ReportLine
from partage_kit.types.patterns import Pattern

FileName = Annotated[
    str, Pattern("^[a-z_]+$", "the name of a file that the job tells, such as report"), Path(max_length=20)
]


def jobs_router(service: str, kinds: Sequence[JobKind]) -> Router:
    """The routes of a service's jobs: callers find their own, and the staff those of the office."""
    router = Router(prefix="/jobs", tags=["jobs"])
    known = {kind.name: kind for kind in kinds}

    @router.get("")
    async def list_jobs(
        caller: Anyone, wanted: Annotated[JobFilter, Query()], paging: Paging, session: ReadSession
    ) -> Page[JobSummary]:
        """The long works that you asked for, and for the staff those of the office; the latest first."""
        rows, following = await queries.list_jobs(session, known, caller, wanted, paging)
        return Page(items=[_summary(row) for row in rows], next=following)

    @router.get("/{job_id}", responses=problems(JobNotFound))
    async def read_job(
        job_id: UUID, caller: Anyone, languages: ReaderLanguages, session: ReadSession, tag: ETag
    ) -> JobView:
        """How far a job is; poll it until it has ended."""
        row = await queries.one_job(session, known, caller, job_id)
        return tag(_view(service, row, await queries.files_of(session, job_id), languages))

    @router.post("/{job_id}/cancel", responses=problems(JobNotFound, JobEnded))
    async def cancel(
        job_id: UUID, caller: Anyone, languages: ReaderLanguages, session: WriteSession, tag: ETag
    ) -> JobView:
        """End a job before it is done; the chunk at hand is given up, what earlier chunks committed stays."""
        await cancel_job(session, known, caller, job_id)
        row = await queries.one_job(session, known, caller, job_id)
        return tag(_view(service, row, await queries.files_of(session, job_id), languages))

    @router.get("/{job_id}/report", responses=problems(JobNotFound, JobNotFinished))
    async def read_report(job_id: UUID, caller: Anyone, paging: Paging, session: ReadSession) -> Page[ReportLine]:
        """What is wrong with what a job brought in, by row and column, once it has ended; 1,000 lines are kept."""
        await queries.ended_job(session, known, caller, job_id)
        rows, following = await queries.report_of(session, job_id, paging)
        return Page(items=[ReportLine.model_validate(row) for row in rows], next=following)

    @router.get(
        "/{job_id}/report/download",
        response_class=Response,
        responses={**DOWNLOAD, **problems(JobNotFound, JobNotFinished)},
    )
    async def download_report(
        job_id: UUID, caller: Anyone, session: ReadSession, request: Request, written: WantedFormat
    ) -> Response:
        """The same as a file: CSV, or NDJSON with `format=ndjson` or `Accept: application/x-ndjson`."""
        await queries.ended_job(session, known, caller, job_id)
        pages = queries.whole_report(request.app.state.service.database, job_id)
        return rows_response(pages, tuple(ReportLine.model_fields), written, filename=f"report-{job_id}")

    @router.get(
        "/{job_id}/files/{name}",
        response_class=Response,
        responses={200: {"content": {"application/octet-stream": {}}}, **problems(JobNotFound)},
    )
    async def read_file(
        job_id: UUID, name: FileName, caller: Anyone, session: ReadSession, request: Request
    ) -> Response:
        """A file that a job made, streamed."""
        await queries.one_job(session, known, caller, job_id)
        file = next((one for one in await queries.files_of(session, job_id) if one.name == name), None)
        if file is None:
            raise JobNotFound()
        headers = {
            "Content-Disposition": f'attachment; filename="{file.filename}"',
            "Content-Length": str(file.size),
            "Cache-Control": "no-store",
            "X-Content-Type-Options": "nosniff",
        }
        content = content_of(request.app.state.service.database, job_id, name)
        return StreamingResponse(content, headers=headers, media_type=file.media_type)

    return router


def _summary(row: Row[Any]) -> JobSummary:
    return JobSummary(**{name: getattr(row, name) for name in JobSummary.model_fields})


def _view(service: str, row: Row[Any], files: Sequence[Row[Any]], languages: tuple[str, ...]) -> JobView:
    href = f"/{service}/v1/jobs/{row.id}"
    made = [
        JobFile(
            name=file.name,
            filename=file.filename,
            media_type=file.media_type,
            size=file.size,
            href=f"{href}/files/{file.name}",
        )
        for file in files
    ]
    return JobView(
        **{name: getattr(row, name) for name in (*JobSummary.model_fields, "result", "expires_at", "version")},
        problem=None if row.problem is None else kept_problem(row.problem, languages),
        report=f"{href}/report" if (row.result or {}).get("errors") else None,
        files=made,
    )
