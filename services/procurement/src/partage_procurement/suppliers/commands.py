"""Suggest and change suppliers, decide on them, keep the relation log."""

from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Row, bindparam, delete, insert, update
from sqlalchemy.ext.asyncio import AsyncSession

from partage_contracts.procurement import SupplierStanding
from partage_kit.changes import write_changes
from partage_kit.clock import clock
from partage_kit.errors import Invalid, OwnSubmission
from partage_kit.http.tags import require_version
from partage_kit.types import Person, day_of
from partage_kit.unit_of_work import emit, note_change
from partage_procurement.categories.rules import require_known_categories
from partage_procurement.scoring.standing import Effect, Ruling
from partage_procurement.suppliers import events, queries
from partage_procurement.suppliers.models import Interest, LogEntry, Supplier, Verdict, supplier_facets
from partage_procurement.suppliers.registration import Registration, changed, registration
from partage_procurement.suppliers.schemas import LogKind


async def suggest_supplier(session: AsyncSession, office: str, by: Person, fields: Mapping[str, Any]) -> Row[Any]:
    """Write down a supplier that somebody suggests; the buyer decides later.

    Raises:
        SupplierExists, WrongRegistrationNumber, UnknownCategory
    """
    require_known_categories(fields["categories"])
    now = await clock(session)
    numbers = registration(fields["country"], fields["vat_number"], fields["enterprise_number"])
    values = {**fields, **asdict(numbers)}
    supplier = Supplier(
        office=office,
        sort_name="",
        suggested_by=by.subject,
        suggested_by_member=by.member_id,
        created_at=now,
        updated_at=now,
        **values,
    )
    supplier.touch(now)
    session.add(supplier)
    await session.flush()
    await _write_facets(session, supplier)
    return await queries.one_supplier(session, office, supplier.id)


async def change_supplier(
    session: AsyncSession, office: str, supplier_id: UUID, expected: int, changes: Mapping[str, Any]
) -> Row[Any]:
    """Change what was given of a supplier.

    Raises:
        SupplierNotFound, Stale, SupplierExists, WrongRegistrationNumber, UnknownCategory
    """
    require_known_categories(changes.get("categories") or ())
    supplier = await queries.supplier_for_update(session, office, supplier_id)
    require_version(supplier, expected)
    numbers = changed(Registration(supplier.country, supplier.vat_number, supplier.enterprise_number), changes)
    if write_changes(supplier, {**changes, **asdict(numbers)}):
        supplier.touch(await clock(session))
        await session.flush()
        await _write_facets(session, supplier)
    return await queries.one_supplier(session, office, supplier_id)


async def decide(
    session: AsyncSession,
    office: str,
    supplier_id: UUID,
    by: Person,
    effect: Effect,
    reason: str,
    *,
    until: date | None = None,
    commitments: tuple[str, ...] = (),
) -> Row[Any]:
    """Rule how the office stands to a supplier, write the decision into the log and announce it.

    Raises:
        SupplierNotFound, ConflictOfInterest, NotPossibleNow, OwnSubmission, Invalid: the last day is past.
    """
    supplier = await queries.supplier_for_update(session, office, supplier_id)
    await queries.require_no_interest(session, supplier_id, by)
    now = await clock(session)
    require_not_past(until, now)
    previous = supplier.standing_on(day_of(now))
    is_own = by.is_among([supplier.suggested_by], [supplier.suggested_by_member])
    if previous is SupplierStanding.SUGGESTED and is_own:
        raise OwnSubmission("you suggested this supplier; a colleague with the role buyer must decide")
    supplier.rule(Ruling(effect, until, commitments), reason, now)
    await _announce(session, supplier, previous, reason, by.subject, now)
    return await queries.one_supplier(session, office, supplier_id)


async def follow_assessment(
    session: AsyncSession, office: str, supplier_id: UUID, verdict: Verdict, reason: str, by: str, at: datetime
) -> None:
    """Let a supplier stand as its published assessment says; announced when its standing changes by that.

    Raises:
        SupplierNotFound
    """
    supplier = await queries.supplier_for_update(session, office, supplier_id)
    previous = supplier.standing_on(day_of(at))
    supplier.follow(verdict, reason, at)
    if supplier.standing_on(day_of(at)) is not previous:
        await _announce(session, supplier, previous, reason, by, at)
    else:
        await session.flush()


async def end_labels(session: AsyncSession, office: str, last_day: date, at: datetime) -> None:
    """Let the labels of an office's suppliers, and what stands by them, count until a day unless they end earlier."""
    table, ends = queries.suppliers, []
    for row in await queries.labels_beyond(session, office, last_day):
        before = dict(row._mapping)
        proven_until = min(row.proven_until or last_day, last_day) if row.follows_assessment else row.proven_until
        end = {"expires_on": min(row.assessment_expires_on, last_day), "proven_until": proven_until}
        note_change(session, table, str(row.id), before=before, after=before | end)
        ends.append({"key": row.id, **end})
    if ends:
        statement = update(table).where(table.c.id == bindparam("key"))
        changes: dict[str, Any] = {
            "assessment_expires_on": bindparam("expires_on"),
            "proven_until": bindparam("proven_until"),
        }
        await session.execute(statement.values(**changes, version=table.c.version + 1, updated_at=at), ends)


async def write_log_entry(
    session: AsyncSession, office: str, supplier_id: UUID, by: str, kind: LogKind, happened_on: date | None, text: str
) -> LogEntry:
    """Add a line to the relation log.

    Raises:
        SupplierNotFound
    """
    await queries.supplier_for_update(session, office, supplier_id, shared=True)
    now = await clock(session)
    entry = LogEntry(
        office=office,
        supplier_id=supplier_id,
        kind=kind,
        happened_on=happened_on or day_of(now),
        text=text,
        written_by=by,
        written_at=now,
    )
    session.add(entry)
    await session.flush()
    return entry


async def declare_interest(
    session: AsyncSession, office: str, supplier_id: UUID, holder: Person, nature: str
) -> Interest:
    """Put the caller's own interest in a supplier on record.

    Raises:
        SupplierNotFound, InterestAlreadyDeclared
    """
    await queries.supplier_for_update(session, office, supplier_id, shared=True)
    now = await clock(session)
    interest = Interest(
        office=office,
        supplier_id=supplier_id,
        holder=holder.subject,
        holder_member=holder.member_id,
        nature=nature,
        declared_at=now,
    )
    session.add(interest)
    await session.flush()
    return interest


def require_not_past(until: date | None, now: datetime) -> None:
    """Refuse a last day that is over already.

    Raises:
        Invalid
    """
    if until is not None and until < day_of(now):
        raise Invalid("until is in the past", errors=[{"pointer": "/body/until", "detail": "is in the past"}])


async def _announce(
    session: AsyncSession, supplier: Supplier, previous: SupplierStanding, reason: str, by: str, now: datetime
) -> None:
    entry = LogEntry(
        office=supplier.office,
        supplier_id=supplier.id,
        kind=LogKind.DECISION,
        happened_on=day_of(now),
        text=reason,
        standing=supplier.standing_on(day_of(now)),
        written_by=by,
        written_at=now,
    )
    session.add(entry)
    await session.flush()
    emit(session, events.standing_changed(supplier, previous, day_of(now)))


async def _write_facets(session: AsyncSession, supplier: Supplier) -> None:
    await session.execute(delete(supplier_facets).where(supplier_facets.c.supplier_id == supplier.id))
    rows = [{"supplier_id": supplier.id, "kind": kind, "code": code} for kind, code in sorted(supplier.facets())]
    if rows:
        await session.execute(insert(supplier_facets), rows)
