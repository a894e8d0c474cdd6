"""Give a supplier an invitation, take it back, and let the supplier contest with it."""

import secrets
from datetime import date, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.changes import write_changes
from partage_kit.clock import clock
from partage_kit.errors import Invalid
from partage_kit.types import day_of
from partage_kit.unit_of_work import speak_for
from partage_procurement.assessments.commands.judging import contest_assessment
from partage_procurement.assessments.models import Contest
from partage_procurement.invitations import queries
from partage_procurement.invitations.errors import InvitationNotFound
from partage_procurement.invitations.models import Invitation, hash_of
from partage_procurement.suppliers.queries import supplier_for_update

USUAL_DAYS, MOST_DAYS = timedelta(days=30), timedelta(days=366)


async def invite(
    session: AsyncSession, office: str, supplier_id: UUID, by: str, expires_on: date | None
) -> tuple[Invitation, str]:
    """Give a supplier an invitation in place of the one it may have; gives its secret, which is kept nowhere.

    Raises:
        SupplierNotFound, Invalid: the last day is past, or more than a year ahead.
    """
    await supplier_for_update(session, office, supplier_id)
    now = await clock(session)
    last_day = expires_on or day_of(now) + USUAL_DAYS
    if not day_of(now) <= last_day <= day_of(now) + MOST_DAYS:
        why = "lies from today to a year ahead"
        raise Invalid(f"expires_on {why}", errors=[{"pointer": "/body/expires_on", "detail": why}])
    secret = secrets.token_urlsafe(32)
    given: dict[str, Any] = {"secret_hash": hash_of(secret), "issued_by": by, "issued_at": now, "expires_on": last_day}
    invitation = await queries.invitation_for_update(session, supplier_id)
    if invitation is None:
        invitation = Invitation(office=office, supplier_id=supplier_id, **given)
        session.add(invitation)
    else:
        write_changes(invitation, given)
    await session.flush()
    return invitation, secret


async def withdraw_invitation(session: AsyncSession, office: str, supplier_id: UUID) -> None:
    """Take an invitation back; its secret opens nothing from then on.

    Raises:
        SupplierNotFound, InvitationNotFound
    """
    await supplier_for_update(session, office, supplier_id)
    invitation = await queries.invitation_for_update(session, supplier_id)
    if invitation is None:
        raise InvitationNotFound()
    await session.delete(invitation)
    await session.flush()


async def contest_as_supplier(session: AsyncSession, secret_hash: str, reason: str) -> Contest:
    """Contest what was published of the invited supplier.

    Raises:
        ValidInvitationNeeded, AssessmentNotFound, NotPossibleNow
    """
    row = await queries.invited_to_assessment(session, secret_hash)
    speak_for(session, f"invitation:{row.id}", row.office)
    return await contest_assessment(session, row.office, row.assessment_id, row.supplier_id, reason, by_supplier=True)
