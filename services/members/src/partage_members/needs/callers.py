"""Who writes needs down: the staff, and facilitators what concerns their filières and no others."""

from collections.abc import Collection
from uuid import UUID

from partage_kit.auth import Caller, Role
from partage_members.callers import is_staff
from partage_members.filieres.errors import NotTheirFacilitator


def tended(caller: Caller) -> frozenset[UUID]:
    """The filières that the caller facilitates."""
    return caller.filieres if caller.has(Role.FACILITATOR) else frozenset()


def require_author(caller: Caller, filieres: Collection[UUID]) -> None:
    """Refuse who is neither of the staff nor facilitates every filière that a need concerns, one at least.

    Raises:
        NotTheirFacilitator
    """
    if is_staff(caller):
        return
    if not filieres or not tended(caller).issuperset(filieres):
        raise NotTheirFacilitator("a facilitator writes down what concerns her own filières, and names them")
