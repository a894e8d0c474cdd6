"""Concepts in bulk: a file becomes a version of a scheme of an office, whole or not at all."""

from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.imports import CheckedRow, Fault, GivenRow, ImportKind, Ready
from partage_kit.imports.columns import from_json
from partage_kit.imports.staging import ready_rows, staged_of
from partage_kit.jobs import Job
from partage_members.classifications.drafts import publish_edition, require_coherent, unknown_targets
from partage_members.classifications.layout import ConceptRow, edition_of
from partage_members.classifications.models import Kind
from partage_members.tables import tables

staged = staged_of(tables.metadata)


async def check_concepts(session: AsyncSession, job: Job, rows: Sequence[GivenRow[ConceptRow]]) -> list[CheckedRow]:
    """Whether what is above concepts is in the file, and what corresponds to them is known: two statements."""
    told = [given.row for given in rows]
    unknown = await unknown_targets(session, job.office, job.parameters["scheme"], told)
    there = await _in_file(session, job, {row.broader for row in told if row.broader})
    checked: list[CheckedRow] = []
    for row in told:
        faults = [
            Fault(match.value, f"in no other scheme: {target}") for target, match in row.targets if target in unknown
        ]
        if row.broader and row.broader not in there:
            faults.append(Fault("broader", "no row of the file has this code"))
        checked.append(faults or Ready(row.code, row.model_dump(mode="json", exclude_defaults=True)))
    return checked


async def publish_concepts(session: AsyncSession, job: Job) -> Mapping[str, int]:
    """Publish the rows as the version that was named; an edition that is there already stays as it is.

    Raises:
        VersionKnown, SchemeKnown, SchemeIncoherent, SchemeDraftExists
    """
    _, ready = ready_rows(tables.metadata, job.id)
    found = await session.execute(select(staged.c.ready).where(ready).order_by(staged.c.number))
    rows = [ConceptRow.model_validate(row) for row in found.scalars()]
    require_coherent((row.code, row.broader) for row in rows)
    named = job.parameters
    edition = edition_of(named["scheme"], named["version"], Kind(named["kind"]), named["attribution"], rows, job.office)
    is_new = await publish_edition(session, edition)
    return {"concepts": len(rows) if is_new else 0, "unchanged": 0 if is_new else len(rows)}


async def _in_file(session: AsyncSession, job: Job, codes: set[str]) -> set[str]:
    """Those of some codes that the file has."""
    if not codes:
        return set()
    code = from_json(staged.c.given, ["code"], staged.c.key, (await session.connection()).dialect.name)
    return set((await session.execute(select(code).where(staged.c.job_id == job.id, code.in_(codes)))).scalars())


CONCEPTS = ImportKind("concepts", ConceptRow, check_concepts, publish_concepts)
