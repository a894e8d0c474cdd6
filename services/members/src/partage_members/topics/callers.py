"""Who reads and who moderates the topics of a filière."""

from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, or_, true

from partage_kit.auth import Caller, Role
from partage_members.audiences.policy import Viewer
from partage_members.filieres.callers import animates, is_staff
from partage_members.filieres.errors import NotTheirFacilitator


def may_read(caller: Caller, viewer: Viewer, filiere_id: ColumnElement[Any]) -> ColumnElement[bool]:
    """Topics for the whole office, those of the caller's own filières, and those that the caller moderates."""
    if is_staff(caller):
        return true()
    tended = caller.filieres if caller.has(Role.FACILITATOR) else frozenset()
    return or_(filiere_id.is_(None), filiere_id.in_(viewer.circles | tended))


def moderates(caller: Caller, filiere_id: UUID | None) -> bool:
    """Whether the caller is of the staff, or facilitates the filière of a topic."""
    return is_staff(caller) if filiere_id is None else animates(caller, filiere_id)


def require_moderator(caller: Caller, filiere_id: UUID | None) -> None:
    """Refuse who does not moderate a topic.

    Raises:
        NotTheirFacilitator
    """
    if not moderates(caller, filiere_id):
        raise NotTheirFacilitator()
