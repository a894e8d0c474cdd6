"""The HTTP door of erasures."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends, Header, Query, Request

from partage_kit.auth import Member
from partage_kit.clock import clock
from partage_kit.db import ReadSession, WriteSession
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.types import day_of
from partage_members.callers import OfficeStaff
from partage_members.erasures import commands, queries
from partage_members.erasures.errors import ErasedPersonNotFound, ErasureNotFound, ErasureUnderWay, PreviewChanged
from partage_members.erasures.models import Erasure, hash_of
from partage_members.erasures.preview import preview_of
from partage_members.erasures.schemas import (
    ConfirmErasure,
    ErasurePreview,
    ErasureReceipt,
    ErasureRecord,
    ErasureView,
    RecordErasure,
    RecordReturn,
    ReturnView,
)
from partage_members.erasures.views import progress, record
from partage_members.profiles.erased_marks import Secret
from partage_members.profiles.errors import ProfileNotFound, ReferenceKnown, ReferenceTaken

router = Router(prefix="/erasures", tags=["erasures"])

ASKING = problems(ProfileNotFound, PreviewChanged, ErasureUnderWay)


# dependencies are async, as FastAPI sends others through a thread pool
async def _services(request: Request) -> tuple[str, ...]:
    services: tuple[str, ...] = request.app.state.service.settings.erasing_services()
    return services


async def _erased_secret(request: Request) -> Secret:
    secret: Secret = request.app.state.service.settings.erased_secret
    return secret


ErasedSecret = Annotated[Secret, Depends(_erased_secret)]
Services = Annotated[tuple[str, ...], Depends(_services)]


@router.get("/mine/preview", responses=problems(ProfileNotFound))
async def preview_my_erasure(caller: Member, services: Services, session: ReadSession) -> ErasurePreview:
    """What would be done if you asked to be forgotten: deleted, pseudonymised, or kept until a day for a reason."""
    return await preview_of(session, caller.office, caller.member, [caller.subject], services)


@router.post("/mine", status_code=202, responses=ASKING)
async def erase_me(given: ConfirmErasure, caller: Member, services: Services, session: WriteSession) -> ErasureReceipt:
    """Ask to be forgotten, as the preview showed it; it is done within moments, and cannot be undone.

    Keep the receipt: your profile is gone then, and with the receipt you see which service still lags.
    """
    asked = await commands.ask_for_erasure(session, caller, caller.member, given.confirmation, services)
    return await _receipt(session, *asked)


@router.get("/preview", responses=problems(ProfileNotFound))
async def preview_erasure(
    member_id: Annotated[UUID, Query(description="whose erasure was asked for")],
    caller: OfficeStaff,
    services: Services,
    session: ReadSession,
) -> ErasurePreview:
    """What would be done if this member of your office were forgotten, to be shown to her before it is done."""
    return await preview_of(session, caller.office, member_id, [], services)


@router.post("", status_code=202, responses=ASKING)
async def erase_member(
    given: RecordErasure, caller: OfficeStaff, services: Services, session: WriteSession
) -> ErasureReceipt:
    """Record the request of a member who asked on paper, as the preview showed it; give her the receipt."""
    asked = await commands.ask_for_erasure(session, caller, given.member_id, given.confirmation, services)
    return await _receipt(session, *asked)


@router.post("/returns", responses=problems(ErasedPersonNotFound, ProfileNotFound, ReferenceKnown, ReferenceTaken))
async def record_return(
    given: RecordReturn, caller: OfficeStaff, secret: ErasedSecret, session: WriteSession
) -> ReturnView:
    """Record that somebody who was erased wishes to be registered again; nobody else's wish is one.

    Until then no list brings her back. What was erased stays so: she begins anew, with another id. The audit trail
    keeps who recorded it and when, and not whom it concerns, but that her profile got a reference if it did. If she has
    registered herself anew, say so with `member_id`, else the next list makes a second profile of her.
    """
    lifted = await commands.let_return(session, secret, caller.office, given.names(), given.member_id)
    return ReturnView.model_validate({"lifted": sorted(lifted, reverse=True)})


@router.get("")
async def list_erasures(
    caller: OfficeStaff,
    paging: Paging,
    session: ReadSession,
    overdue: Annotated[bool, Query(description="only those that are past the month of the law")] = False,
    completed: Annotated[
        bool | None, Query(description="only those that all services have done, or the others")
    ] = None,
) -> Page[ErasureRecord]:
    """The erasures of your office, newest first, and which services still lag."""
    today = day_of(await clock(session))
    overdue_on = today if overdue else None
    rows, following = await queries.list_erasures(session, caller.office, overdue_on, completed, paging)
    acknowledged = await queries.acknowledgements_of(session, [row.id for row in rows])
    return Page(items=[record(row, acknowledged.get(row.id, ()), today) for row in rows], next=following)


@router.get("/{erasure_id}", responses=problems(ErasureNotFound))
async def read_erasure(erasure_id: UUID, caller: OfficeStaff, session: ReadSession) -> ErasureRecord:
    """How far an erasure of your office has come."""
    row = await queries.one_erasure(session, caller.office, erasure_id)
    acknowledged = await queries.acknowledgements_of(session, [erasure_id])
    return record(row, acknowledged.get(erasure_id, ()), day_of(await clock(session)))


@router.get("/{erasure_id}/receipt", responses=problems(ErasureNotFound))
async def read_erasure_receipt(
    erasure_id: UUID,
    session: ReadSession,
    receipt: Annotated[str, Header(description="the secret of your receipt", max_length=200)] = "",
) -> ErasureView:
    """How far your erasure has come, with the secret of your receipt instead of a token."""
    row = await queries.erasure_of_receipt(session, erasure_id, hash_of(receipt))
    acknowledged = await queries.acknowledgements_of(session, [erasure_id])
    return progress(row, acknowledged.get(erasure_id, ()), day_of(await clock(session)))


async def _receipt(session: WriteSession, erasure: Erasure, secret: str) -> ErasureReceipt:
    acknowledged = await queries.acknowledgements_of(session, [erasure.id])
    view = progress(erasure, acknowledged.get(erasure.id, ()), day_of(erasure.requested_at))
    return ErasureReceipt(**view.model_dump(), secret=secret)
