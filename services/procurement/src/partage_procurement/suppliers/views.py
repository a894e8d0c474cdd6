"""From rows of suppliers to the shapes that go out."""

from typing import Any

from partage_kit.auth import Caller, Role
from partage_procurement.suppliers.schemas import Contact, SupplierSummary, SupplierView

_SUMMARY = ("id", "name", "kind", "country", "territories", "categories", "standing", "assessed", "label")
_WHOLE = (
    *_SUMMARY,
    "vat_number",
    "enterprise_number",
    "website",
    "summary",
    "reason",
    "until",
    "commitments",
    "overdue",
    "assessment_id",
    "assessment_expires_on",
    "proven_until",
    "created_at",
    "updated_at",
    "version",
)


def summary(row: Any) -> SupplierSummary:
    """A supplier as a line of a list."""
    return SupplierSummary(**{name: getattr(row, name) for name in _SUMMARY})


def whole(row: Any, caller: Caller) -> SupplierView:
    """A supplier; its contact persons only for those who work for the office."""
    contacts = [Contact.model_validate(contact) for contact in row.contacts] if works_for_office(caller) else None
    return SupplierView(contacts=contacts, **{name: getattr(row, name) for name in _WHOLE})


def works_for_office(caller: Caller) -> bool:
    """Whether the caller is a buyer, staff or an administrator."""
    return any(caller.has(role) for role in (Role.BUYER, Role.STAFF, Role.OFFICE_ADMIN))
