"""Ask for the data of a member, put the archive together, and hand it over."""

import hashlib
import tempfile
from dataclasses import dataclass
from datetime import date
from typing import IO
from uuid import UUID

from sqlalchemy import insert
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.clock import clock
from partage_kit.errors import Invalid
from partage_kit.personal_data import PersonalData
from partage_kit.types import LANGUAGES, Language, day_of
from partage_kit.unit_of_work import note_change
from partage_members.data_exports import queries
from partage_members.data_exports.archive import pack
from partage_members.data_exports.models import PART_SIZE, DataExport, data_export_parts, require_archive
from partage_members.data_exports.readme import readme
from partage_members.data_exports.schemas import RequestWay
from partage_members.offices.queries import named_office
from partage_members.periods import within
from partage_members.profiles.queries import profile_for_update

FORMAT = "partage-data-export/1"
_IN_MEMORY = 4_000_000
_LEGAL_MONTHS = 1


@dataclass(frozen=True, slots=True)
class Asked:
    """How a request came: by the member herself, or recorded by somebody of the staff."""

    way: RequestWay = RequestWay.ONLINE
    by: str | None = None
    received_on: date | None = None
    evidence_reference: str | None = None
    language: Language | None = None


async def ask_for_data(session: AsyncSession, office: str, member_id: UUID, asked: Asked) -> DataExport:
    """Note a request; the archive is put together soon. One that is under way or of today answers it too.

    Raises:
        ProfileNotFound, Invalid: the request would have been received in the future.
    """
    profile = await profile_for_update(session, office, member_id)
    if (recent := await queries.recent_export(session, office, member_id, asked.by)) is not None:
        return recent
    now = await clock(session)
    received = asked.received_on or day_of(now)
    if received > day_of(now):
        why = "lies in the future"
        raise Invalid(f"received_on {why}", errors=[{"pointer": "/body/received_on", "detail": why}])
    hers = next((code for code in profile.languages if code in LANGUAGES), Language.FR)
    export = DataExport(
        office=office,
        member_id=member_id,
        asked_by=asked.by,
        way=asked.way,
        evidence_reference=asked.evidence_reference,
        language=Language(asked.language or hers),
        received_on=received,
        due_on=within(_LEGAL_MONTHS, received),
        requested_at=now,
    )
    session.add(export)
    await session.flush()
    return export


async def assemble_archive(declared: PersonalData, session: AsyncSession, export_id: UUID) -> None:
    """Put an archive together; one that another replica has put together since is passed over."""
    export = await queries.export_for_update(session, None, export_id)
    if export.ready_at is not None:
        return
    now = await clock(session)
    found = await queries.all_about(session, declared, export.office, export.member_id, export.language)
    about = {
        "format": FORMAT,
        "office": export.office,
        "member_id": export.member_id,
        "language": export.language,
        "made_at": now,
    }
    office = (await named_office(session, export.office)).name((export.language,))
    words = readme(export.language, office, day_of(now), [(c.code, c.title, len(c.rows)) for c in found])
    with tempfile.SpooledTemporaryFile(_IN_MEMORY) as file:
        pack(file, found, words, about)
        size, digest = await _keep(session, export, file)
    export.keep(size, digest, now)
    await session.flush()


async def take_archive(session: AsyncSession, export_id: UUID) -> bytes:
    """The archive of an export that the caller may have; that it was taken is written into the audit trail.

    Raises:
        ArchiveNotReady, ArchiveExpired
    """
    export = await queries.export_for_update(session, None, export_id)
    require_archive(export.ready_at, await clock(session))
    note_change(session, queries.exports, str(export_id), before=None, after={"office": export.office, "taken": True})
    return await queries.archive_of(session, export_id)


async def hand_over(session: AsyncSession, office: str, export_id: UUID, evidence_reference: str) -> DataExport:
    """Note that the archive was handed over to the member, which answers her request.

    Raises:
        DataExportNotFound, ArchiveNotReady, NotPossibleNow
    """
    export = await queries.export_for_update(session, office, export_id)
    export.hand_over(evidence_reference, await clock(session))
    await session.flush()
    return export


async def _keep(session: AsyncSession, export: DataExport, file: IO[bytes]) -> tuple[int, str]:
    """Write the archive part by part; its size and its SHA-256."""
    file.seek(0)
    digest, size, number = hashlib.sha256(), 0, 0
    at = await clock(session)
    while part := file.read(PART_SIZE):
        digest.update(part)
        size += len(part)
        row = {
            "export_id": export.id,
            "number": number,
            "office": export.office,
            "member_id": export.member_id,
            "content": part,
            "created_at": at,
        }
        await session.execute(insert(data_export_parts).values(row))
        number += 1
    return size, digest.hexdigest()
