"""The HTTP door of suppliers."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from partage_kit.auth import Buyer
from partage_kit.db import ReadSession, WriteSession
from partage_kit.errors import NotPossibleNow, OwnSubmission, PreconditionRequired, Stale
from partage_kit.http.pages import Page, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.http.tags import ETag, IfMatch
from partage_procurement.callers import Insider, Judge, OfficeWorker, Proposer
from partage_procurement.categories.errors import UnknownCategory
from partage_procurement.scoring.standing import Effect
from partage_procurement.suppliers import commands, queries
from partage_procurement.suppliers.errors import (
    ConflictOfInterest,
    InterestAlreadyDeclared,
    SupplierExists,
    SupplierNotFound,
    WrongRegistrationNumber,
)
from partage_procurement.suppliers.schemas import (
    ChangeSupplier,
    Conditions,
    Decide,
    DecideUntil,
    DeclareInterest,
    InterestView,
    LogEntryView,
    LogKind,
    SuggestSupplier,
    SupplierFilter,
    SupplierSummary,
    SupplierView,
    WriteLogEntry,
)
from partage_procurement.suppliers.views import summary, whole

router = Router(prefix="/suppliers", tags=["suppliers"])

WRITING = (SupplierExists, WrongRegistrationNumber, UnknownCategory)
DECIDING = problems(SupplierNotFound, ConflictOfInterest, NotPossibleNow, OwnSubmission)


@router.get("")
async def list_suppliers(
    caller: Insider, wanted: Annotated[SupplierFilter, Query()], paging: Paging, session: ReadSession
) -> Page[SupplierSummary]:
    """The suppliers of your office, filtered by standing, kind, category, region or label."""
    rows, following = await queries.list_suppliers(session, caller.office, wanted, paging)
    return Page(items=[summary(row) for row in rows], next=following)


@router.post("", status_code=201, responses=problems(*WRITING))
async def suggest_supplier(
    suggested: SuggestSupplier, caller: Proposer, session: WriteSession, tag: ETag
) -> SupplierView:
    """Suggest a supplier to the buyer of your office."""
    row = await commands.suggest_supplier(session, caller.office, caller.person, suggested.model_dump())
    return tag(whole(row, caller))


@router.get("/{supplier_id}", responses=problems(SupplierNotFound))
async def read_supplier(supplier_id: UUID, caller: Insider, session: ReadSession, tag: ETag) -> SupplierView:
    """A supplier of your office, how the office stands to it today and why."""
    return tag(whole(await queries.one_supplier(session, caller.office, supplier_id), caller))


@router.patch("/{supplier_id}", responses=problems(SupplierNotFound, Stale, PreconditionRequired, *WRITING))
async def change_supplier(
    supplier_id: UUID, changes: ChangeSupplier, caller: Buyer, expected: IfMatch, session: WriteSession, tag: ETag
) -> SupplierView:
    """Change a supplier; what you leave out stays."""
    fields = changes.given()
    return tag(whole(await commands.change_supplier(session, caller.office, supplier_id, expected, fields), caller))


@router.post("/{supplier_id}/reference", responses=DECIDING)
async def reference_supplier(
    supplier_id: UUID, decision: Decide, caller: Buyer, session: WriteSession, tag: ETag
) -> SupplierView:
    """Reference a supplier: it may make offers; this also ends a suspension."""
    row = await commands.decide(session, caller.office, supplier_id, caller.person, Effect.REFERENCED, decision.reason)
    return tag(whole(row, caller))


@router.post("/{supplier_id}/make-conditional", responses=DECIDING)
async def make_supplier_conditional(
    supplier_id: UUID, decision: Conditions, caller: Buyer, session: WriteSession, tag: ETag
) -> SupplierView:
    """Let a supplier make offers under commitments that it fulfils until a date."""
    row = await commands.decide(
        session,
        caller.office,
        supplier_id,
        caller.person,
        Effect.CONDITIONAL,
        decision.reason,
        until=decision.until,
        commitments=tuple(decision.commitments),
    )
    return tag(whole(row, caller))


@router.post("/{supplier_id}/refuse", responses=DECIDING)
async def refuse_supplier(
    supplier_id: UUID, decision: Decide, caller: Buyer, session: WriteSession, tag: ETag
) -> SupplierView:
    """Refuse a suggested supplier."""
    row = await commands.decide(session, caller.office, supplier_id, caller.person, Effect.REFUSED, decision.reason)
    return tag(whole(row, caller))


@router.post("/{supplier_id}/suspend", responses=DECIDING)
async def suspend_supplier(
    supplier_id: UUID, decision: DecideUntil, caller: Buyer, session: WriteSession, tag: ETag
) -> SupplierView:
    """Suspend a supplier until a date; afterwards its earlier standing counts again."""
    row = await commands.decide(
        session,
        caller.office,
        supplier_id,
        caller.person,
        Effect.SUSPENDED,
        decision.reason,
        until=decision.until,
    )
    return tag(whole(row, caller))


@router.post("/{supplier_id}/delist", responses=DECIDING)
async def delist_supplier(
    supplier_id: UUID, decision: Decide, caller: Buyer, session: WriteSession, tag: ETag
) -> SupplierView:
    """Take a supplier off the list; it comes back under conditions only."""
    row = await commands.decide(session, caller.office, supplier_id, caller.person, Effect.DELISTED, decision.reason)
    return tag(whole(row, caller))


@router.get("/{supplier_id}/log-entries", responses=problems(SupplierNotFound))
async def list_log_entries(
    supplier_id: UUID, caller: OfficeWorker, paging: Paging, session: ReadSession
) -> Page[LogEntryView]:
    """The relation log of a supplier, newest first; decisions are in it."""
    rows, following = await queries.list_log(session, caller.office, supplier_id, paging)
    return Page(items=[LogEntryView.model_validate(row) for row in rows], next=following)


@router.post("/{supplier_id}/log-entries", status_code=201, responses=problems(SupplierNotFound))
async def write_log_entry(
    supplier_id: UUID, entry: WriteLogEntry, caller: OfficeWorker, session: WriteSession
) -> LogEntryView:
    """Add a line to the relation log; it stays as written (recommendation 13)."""
    written = await commands.write_log_entry(
        session, caller.office, supplier_id, caller.subject, LogKind(entry.kind), entry.happened_on, entry.text
    )
    return LogEntryView.model_validate(written)


@router.get("/{supplier_id}/interests", responses=problems(SupplierNotFound))
async def list_interests(supplier_id: UUID, caller: Judge, paging: Paging, session: ReadSession) -> Page[InterestView]:
    """Who declared an interest in a supplier."""
    rows, following = await queries.list_interests(session, caller.office, supplier_id, paging)
    return Page(items=[InterestView.model_validate(row) for row in rows], next=following)


@router.post("/{supplier_id}/interests", status_code=201, responses=problems(SupplierNotFound, InterestAlreadyDeclared))
async def declare_interest(
    supplier_id: UUID, interest: DeclareInterest, caller: Judge, session: WriteSession
) -> InterestView:
    """Declare your own interest in a supplier; you take no part in judging it from now on."""
    declared = await commands.declare_interest(session, caller.office, supplier_id, caller.person, interest.nature)
    return InterestView.model_validate(declared)
