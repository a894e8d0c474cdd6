"""Submit, moderate, review and support initiatives. The initiative is locked first."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any
from uuid import UUID

from sqlalchemy import bindparam, delete, insert, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.auth import Caller
from partage_kit.changes import write_changes
from partage_kit.clock import clock
from partage_kit.statements import into_if_new
from partage_kit.types import Language, Person, day_of
from partage_kit.unit_of_work import emit, note_change
from partage_members.callers import is_staff
from partage_members.classifications.codes import recoded_with
from partage_members.classifications.known import require_known
from partage_members.filieres.commands import propose_filiere
from partage_members.filieres.models import Filiere
from partage_members.filieres.queries import one_filiere
from partage_members.horizon import require_near
from partage_members.initiatives import events, queries
from partage_members.initiatives.errors import (
    InitiativeIsFiliere,
    InitiativeNotFound,
    OwnInitiative,
    SupportNeedsProfile,
)
from partage_members.initiatives.models import Initiative, initiative_facets, initiative_supports
from partage_members.initiatives.schemas import SubmitInitiative
from partage_members.places.checking import require_regions
from partage_members.profiles.queries import has_profile

_MINE = (
    initiative_supports.c.initiative_id == bindparam("initiative"),
    initiative_supports.c.member_id == bindparam("member"),
)
_TAKE_BACK = delete(initiative_supports).where(*_MINE).returning(initiative_supports.c.member_id)


async def submit_initiative(session: AsyncSession, caller: Caller, new: SubmitInitiative) -> Initiative:
    """Write down an initiative, which somebody else then moderates, and announce it.

    Raises:
        UnknownCode, UnknownPlace, FiliereNotFound, DayTooFarAhead
    """
    now = await clock(session)
    if new.experience is not None:
        require_near({"experience/ended_on": new.experience.ended_on}, day_of(now))
    await require_known(session, caller.office, occupations=new.trades, sectors=new.sectors)
    await require_regions(session, new.nuts)
    if new.experience is not None and new.experience.filiere_id is not None:
        await one_filiere(session, caller.office, new.experience.filiere_id)
    initiative = Initiative(
        office=caller.office,
        recorded_by_staff=is_staff(caller),
        submitted_by=caller.subject,
        submitted_by_member=caller.member_id,
        submitted_at=now,
        **new.model_dump(mode="json"),
    )
    session.add(initiative)
    await session.flush()
    await _write_facets(session, initiative)
    emit(session, events.submitted(initiative))
    return initiative


async def publish_initiative(
    session: AsyncSession, office: str, initiative_id: UUID, by: Person, review_on: date
) -> Initiative:
    """Show an initiative to everybody, until its review date.

    Raises:
        InitiativeNotFound, NotPossibleNow, OwnSubmission, Invalid
    """
    initiative = await queries.initiative_for_update(session, office, initiative_id)
    initiative.publish(by, review_on, await clock(session))
    return await _written(session, initiative)


async def decline_initiative(
    session: AsyncSession, office: str, initiative_id: UUID, by: Person, reason: Mapping[Language, str]
) -> Initiative:
    """Do not show an initiative, and tell its author why.

    Raises:
        InitiativeNotFound, NotPossibleNow, OwnSubmission
    """
    initiative = await queries.initiative_for_update(session, office, initiative_id)
    initiative.decline(by, {str(language): text for language, text in reason.items()}, await clock(session))
    return await _written(session, initiative)


async def withdraw_initiative(session: AsyncSession, office: str, initiative_id: UUID, by: Person) -> Initiative:
    """Take one's own initiative back before anybody decided.

    Raises:
        InitiativeNotFound: also for everybody but its author. NotPossibleNow
    """
    initiative = await queries.initiative_for_update(session, office, initiative_id)
    if not initiative.is_by(by):
        raise InitiativeNotFound()
    initiative.withdraw(await clock(session))
    return await _written(session, initiative)


async def continue_initiative(
    session: AsyncSession, office: str, initiative_id: UUID, by: Person, review_on: date
) -> Initiative:
    """Let an initiative go on after its review, until the next one.

    Raises:
        InitiativeNotFound, NotPossibleNow, OwnSubmission, Invalid
    """
    initiative = await queries.initiative_for_update(session, office, initiative_id)
    initiative.carry_on(by, review_on, await clock(session))
    return await _written(session, initiative)


async def end_initiative(
    session: AsyncSession, office: str, initiative_id: UUID, by: Person, lessons: Mapping[Language, str]
) -> Initiative:
    """Let an initiative end after its review, with its lessons.

    Raises:
        InitiativeNotFound, NotPossibleNow, OwnSubmission
    """
    initiative = await queries.initiative_for_update(session, office, initiative_id)
    initiative.end(by, {str(language): text for language, text in lessons.items()}, await clock(session))
    return await _written(session, initiative)


async def propose_from(
    session: AsyncSession, office: str, initiative_id: UUID, by: Person, fields: Mapping[str, Any]
) -> Filiere:
    """Propose a filière from an initiative, which names it from then on.

    Raises:
        InitiativeNotFound, InitiativeIsFiliere, UnknownCode, UnknownPlace, OpennessUnexplained, ScopeMissing
    """
    initiative = await _shown(session, office, initiative_id)
    if initiative.proposed_filiere_id is not None:
        raise InitiativeIsFiliere()
    filiere = await propose_filiere(session, office, by, fields)
    initiative.become(filiere.id)
    await session.flush()
    return filiere


async def support_initiative(session: AsyncSession, caller: Caller, initiative_id: UUID) -> int:
    """Support an initiative of others, once however often it is said; how many now do.

    Raises:
        InitiativeNotFound, NotPossibleNow, OwnInitiative, SupportNeedsProfile
    """
    initiative = await _shown(session, caller.office, initiative_id)
    initiative.require_going_on()
    if initiative.is_by(caller.person):
        raise OwnInitiative()
    if not await has_profile(session, caller.office, caller.member):
        raise SupportNeedsProfile()
    connection = await session.connection()
    row = {"initiative_id": initiative_id, "member_id": caller.member, "supported_at": await clock(session)}
    statement = into_if_new(initiative_supports, connection.dialect.name).returning(initiative_supports.c.member_id)
    if (await connection.execute(statement, row)).first() is not None:
        note_change(session, initiative_supports, str(initiative_id), before=None, after=row)
    return await queries.number_of_supports(session, initiative_id)


async def take_support_back(session: AsyncSession, caller: Caller, initiative_id: UUID) -> int:
    """Support an initiative no longer; when one never did, nothing happens. How many still do.

    Raises:
        InitiativeNotFound
    """
    await _shown(session, caller.office, initiative_id)
    row = {"initiative": initiative_id, "member": caller.member}
    if (await (await session.connection()).execute(_TAKE_BACK, row)).first() is not None:
        note_change(session, initiative_supports, str(initiative_id), before=row, after=None)
    return await queries.number_of_supports(session, initiative_id)


async def _shown(session: AsyncSession, office: str, initiative_id: UUID) -> Initiative:
    """What everybody sees: to others, whatever is not published does not exist."""
    initiative = await queries.initiative_for_update(session, office, initiative_id)
    if not initiative.is_shown:
        raise InitiativeNotFound()
    return initiative


async def recode_initiatives(
    session: AsyncSession, office: str, ids: Collection[UUID], codes: Mapping[str, str]
) -> tuple[list[Initiative], int]:
    """Put codes in place of others in some initiatives: these, and how many were changed."""
    mine = col(Initiative.office) == office, col(Initiative.id).in_(ids)
    held = select(Initiative).where(*mine).order_by(col(Initiative.id)).with_for_update()
    found = list((await session.execute(held)).scalars())
    changed = []
    for initiative in found:
        recoded = {name: recoded_with(codes, getattr(initiative, name)) for name in ("trades", "sectors")}
        if write_changes(initiative, recoded):
            changed.append(initiative)
    if changed:
        await session.flush()
        which = [initiative.id for initiative in changed]
        await session.execute(delete(initiative_facets).where(initiative_facets.c.initiative_id.in_(which)))
        await _write_facets(session, *changed)
    return found, len(changed)


async def _write_facets(session: AsyncSession, *some: Initiative) -> None:
    rows = [
        {"initiative_id": initiative.id, "kind": kind, "code": code}
        for initiative in some
        for kind, code in sorted(initiative.facets())
    ]
    await session.execute(insert(initiative_facets), rows)


async def _written(session: AsyncSession, initiative: Initiative) -> Initiative:
    await session.flush()
    return initiative
