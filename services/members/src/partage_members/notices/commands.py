"""Write purposes, and draft, change and publish the notices that explain them."""

from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.changes import write_changes
from partage_kit.clock import clock
from partage_kit.errors import Invalid, Stale
from partage_kit.http.tags import require_version
from partage_kit.types import Person
from partage_members.notices import queries
from partage_members.notices.errors import TooManyPurposes
from partage_members.notices.models import ConsentNotice, ConsentPurpose
from partage_members.notices.purposes import MOST
from partage_members.notices.schemas import ChangeNotice, DraftNotice, Purpose


async def write_purpose(
    session: AsyncSession, office: str, code: str, expected: int, written: Purpose
) -> ConsentPurpose:
    """Write a purpose as a whole; published notices keep the terms that they were published with.

    Raises:
        Stale, TooManyPurposes
    """
    terms = written.model_dump(mode="json")
    purpose = await queries.purpose_for_update(session, office, code)
    if purpose is not None:
        require_version(purpose, expected)
        write_changes(purpose, {"terms": terms})
    else:
        if expected != 0:
            raise Stale(f"the current version is 0, the change was made from {expected}")
        if await queries.number_of_purposes(session, office) >= MOST:
            raise TooManyPurposes()
        purpose = ConsentPurpose(office=office, code=code, terms=terms)
        session.add(purpose)
    await session.flush()
    return purpose


async def draft_notice(session: AsyncSession, office: str, author: Person, new: DraftNotice) -> ConsentNotice:
    """Begin the next version of the notice for a purpose.

    Raises:
        PurposeNotFound, NoticeDraftExists
    """
    await queries.one_purpose(session, office, new.purpose)
    notice = ConsentNotice(
        office=office,
        number=await queries.next_number(session, office, new.purpose),
        created_at=await clock(session),
        sha256={},
        **new.model_dump(mode="json"),
    )
    notice.written_by(author)
    session.add(notice)
    await session.flush()
    return notice


async def change_notice(
    session: AsyncSession, office: str, notice_id: UUID, author: Person, expected: int, changes: ChangeNotice
) -> ConsentNotice:
    """Change a draft.

    Raises:
        NoticeNotFound, Stale, NotPossibleNow, Invalid: title and text would be in different languages.
    """
    notice = await queries.notice_for_update(session, office, notice_id)
    require_version(notice, expected)
    notice.require_draft()
    values: dict[str, Any] = changes.model_dump(mode="json", include=changes.model_fields_set)
    if values.get("title", notice.title).keys() != values.get("text", notice.text).keys():
        why = "title and text are written in the same languages"
        raise Invalid(why, errors=[{"pointer": "/body/text", "detail": why}])
    if write_changes(notice, values):
        notice.written_by(author)
        await session.flush()
    return notice


async def publish_notice(session: AsyncSession, office: str, notice_id: UUID, by: Person) -> ConsentNotice:
    """Show a notice from now on, in place of the one before it.

    Raises:
        NoticeNotFound, NotPossibleNow, OwnSubmission
    """
    notice = await queries.notice_for_update(session, office, notice_id)
    purpose = await queries.one_purpose(session, office, notice.purpose)
    terms = Purpose.model_validate(purpose.model_dump(exclude={"code", "version"}))
    notice.publish(by, terms.model_dump(mode="json"), await clock(session))
    await session.flush()
    return notice
