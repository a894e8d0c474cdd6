"""Ask to be forgotten, be forgotten, and hear that others have forgotten."""

import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import Caller
from partage_kit.clock import clock
from partage_kit.erasing import Person, forget, put_up_tombstone
from partage_kit.imports.staging import drop_rows_naming
from partage_kit.statements import into
from partage_kit.types import day_of, new_id
from partage_kit.unit_of_work import emit, note_change
from partage_members.activity.imports.publishing import ACTIVITY
from partage_members.erasures import events, queries
from partage_members.erasures.errors import ErasedPersonNotFound, PreviewChanged
from partage_members.erasures.models import Erasure, acknowledgements, hash_of
from partage_members.erasures.preview import DATA, preview_of
from partage_members.facilitators.commands import end_facilitations_of
from partage_members.opportunity_answers.forgetting import forget_poster
from partage_members.periods import within
from partage_members.profiles.commands import give_reference
from partage_members.profiles.erased_marks import Secret, erased_marks, keep_marks, lift_marks
from partage_members.profiles.imports.forgetting import named_in_files
from partage_members.profiles.imports.publishing import JOB_NAME
from partage_members.profiles.queries import hold_to_erase, profile_for_update
from partage_members.search.index import forget as forget_document
from partage_members.search.index import purge


async def ask_for_erasure(
    session: AsyncSession, caller: Caller, member_id: UUID, confirmation: str, services: Sequence[str]
) -> tuple[Erasure, str]:
    """Take a request that confirms what its preview showed; gives the secret of its receipt, which is kept nowhere.

    Raises:
        ProfileNotFound, PreviewChanged, ErasureUnderWay
    """
    await profile_for_update(session, caller.office, member_id)
    is_own = caller.member_id == member_id
    subjects = [caller.subject] if is_own else []
    shown = await preview_of(session, caller.office, member_id, subjects, services)
    if shown.confirmation != confirmation:
        raise PreviewChanged()
    now = await clock(session)
    secret = secrets.token_urlsafe(32)
    erasure = Erasure(
        office=caller.office,
        member_id=member_id,
        subject=caller.subject if is_own else None,
        recorded_by=None if is_own else caller.subject,
        confirmation=confirmation,
        secret_hash=hash_of(secret),
        requested_at=now,
        due_on=within(1, day_of(now)),
    )
    session.add(erasure)
    await session.flush()
    if services:
        rows = [{"erasure_id": erasure.id, "service": service, "acknowledged_at": None} for service in services]
        await (await session.connection()).execute(into(acknowledgements), rows)
    return erasure, secret


async def erase_member(secret: Secret, session: AsyncSession, erasure_id: UUID) -> None:
    """Forget a member who asked for it, and let everybody else forget her; all of it in one transaction, or none.

    Of what files name her by, marks are kept that only `secret` tells from others.
    """
    erasure = await queries.erasure_for_update(session, erasure_id)
    if erasure is None or erasure.erased_at is not None:
        return
    now = await clock(session)
    subjects = [erasure.subject] if erasure.subject else []
    # first of all: whoever writes her profile or her entry in the directory now has ended, or begins when she is gone
    await hold_to_erase(session, erasure.member_id)
    is_awaited = await _are_awaited(session, erasure_id)
    erasure.be_done(now, is_awaited)
    await session.flush()
    await put_up_tombstone(session, erasure.office, erasure.member_id, erasure.id, now)
    named = await named_in_files(session, erasure.member_id)
    await keep_marks(session, secret, erasure.office, erasure.member_id, named, now)
    await forget(session, DATA, erasure.member_id, subjects=subjects, before=_let_go)
    emit(session, events.erased(erasure))


async def forget_again(session: AsyncSession, member_id: UUID) -> None:
    """Forget what was written while the member was erased, and what was kept for a reason that has ended."""
    await forget(session, DATA, member_id, before=_let_go)


async def acknowledge(session: AsyncSession, erasure_id: UUID, service: str, at: datetime) -> None:
    """Note that a service has forgotten the member; the last one completes the erasure."""
    erasure = await queries.erasure_for_update(session, erasure_id)
    if erasure is None:
        return
    a = acknowledgements.c
    noting = update(acknowledgements).where(
        a.erasure_id == erasure_id, a.service == service, a.acknowledged_at.is_(None)
    )
    await session.execute(noting.values(acknowledged_at=at))
    if erasure.completed_at is None and not await _are_awaited(session, erasure_id):
        erasure.completed_at = at
        await session.flush()


async def let_return(
    session: AsyncSession, secret: Secret, office: str, names: Mapping[str, str], anew: UUID | None
) -> frozenset[str]:
    """Let lists name a person again who was erased and wishes to come back; by which columns she was known.

    Who has registered herself `anew` gets her reference, so that lists do not register her beside herself.

    Raises:
        ErasedPersonNotFound: also of names of two persons, and of a reference that was nobody's, if it is to be given.
        Invalid: several had this address.
        ProfileNotFound, ReferenceKnown, ReferenceTaken
    """
    lifted = await lift_marks(session, secret, office, names)
    if not lifted or (anew is not None and "reference" not in lifted):
        raise ErasedPersonNotFound()
    if anew is not None:
        await give_reference(session, office, anew, names["reference"])
    before = {"office": office, "lifted": sorted(lifted)}
    note_change(session, erased_marks, f"return:{new_id()}", before=before, after=None)
    return lifted


async def _are_awaited(session: AsyncSession, erasure_id: UUID) -> bool:
    a = acknowledgements.c
    waiting = select(func.count()).where(a.erasure_id == erasure_id, a.acknowledged_at.is_(None))
    return bool((await session.execute(waiting)).scalar_one())


async def _let_go(session: AsyncSession, person: Person) -> None:
    """Leave what others would miss her in: a filière without a facilitator is flagged at once."""
    await _drop_from_files(session, person)
    await end_facilitations_of(session, person.member_id, person.pseudonymous_subject)
    await forget_poster(session, person.member_id)
    await forget_document(session, [person.member_id])
    await purge(session)


async def _drop_from_files(session: AsyncSession, person: Person) -> None:
    """Rows of files that wait name her as the office does; without them no import registers her anew."""
    named = await named_in_files(session, person.member_id)
    await drop_rows_naming(session, JOB_NAME, person.office, named)
    if "reference" in named:
        referred = {"member_reference": named["reference"]}
        await drop_rows_naming(session, ACTIVITY.job_name, person.office, referred)
