"""Named reads of invitations."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row, select
from sqlalchemy.ext.asyncio import AsyncSession
from sqlmodel import col

from partage_kit.clock import clock
from partage_kit.db import Readable
from partage_kit.tables import table_of
from partage_kit.types import day_of
from partage_procurement.assessments.errors import AssessmentNotFound
from partage_procurement.invitations.errors import InvitationNotFound, ValidInvitationNeeded
from partage_procurement.invitations.models import Invitation
from partage_procurement.suppliers.queries import one_supplier, standing_on, suppliers

invitations = table_of(Invitation)


async def one_invitation(session: Readable, office: str, supplier_id: UUID) -> Row[Any]:
    """The invitation of a supplier of this office.

    Raises:
        SupplierNotFound, InvitationNotFound
    """
    await one_supplier(session, office, supplier_id)
    columns = (invitations.c[name] for name in ("supplier_id", "issued_at", "expires_on"))
    row = (await session.execute(select(*columns).where(invitations.c.supplier_id == supplier_id))).first()
    if row is None:
        raise InvitationNotFound()
    return row


async def invitation_for_update(session: AsyncSession, supplier_id: UUID) -> Invitation | None:
    """The invitation of a supplier, locked until the transaction ends; None when there is none."""
    statement = select(Invitation).where(col(Invitation.supplier_id) == supplier_id)
    return (await session.execute(statement.with_for_update())).scalar_one_or_none()


async def invited(session: Readable, secret_hash: str) -> Row[Any]:
    """The supplier that a secret invites, as it stands today.

    Raises:
        ValidInvitationNeeded
    """
    day = day_of(await clock(session))
    statement = (
        select(
            invitations.c.id,
            invitations.c.office,
            invitations.c.supplier_id,
            invitations.c.expires_on,
            suppliers.c.name.label("supplier_name"),
            standing_on(day).label("standing"),
            suppliers.c.reason,
            suppliers.c.assessment_id,
        )
        .join(suppliers, suppliers.c.id == invitations.c.supplier_id)
        .where(invitations.c.secret_hash == secret_hash, invitations.c.expires_on >= day)
    )
    row = (await session.execute(statement)).first()
    if row is None:
        raise ValidInvitationNeeded()
    return row


async def invited_to_assessment(session: Readable, secret_hash: str) -> Row[Any]:
    """The supplier that a secret invites, when something was published of it.

    Raises:
        ValidInvitationNeeded, AssessmentNotFound
    """
    row = await invited(session, secret_hash)
    if row.assessment_id is None:
        raise AssessmentNotFound("nothing was published of this supplier yet")
    return row
