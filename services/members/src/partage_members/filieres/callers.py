"""Who may tend a filière: the staff of its office, and its own facilitators."""

from typing import Annotated
from uuid import UUID

from fastapi import Depends

from partage_kit.auth import Allow, Caller, Role
from partage_members.callers import is_staff as is_staff
from partage_members.filieres.errors import NotTheirFacilitator

Facilitating = Annotated[Caller, Depends(Allow(Role.FACILITATOR, Role.STAFF, Role.OFFICE_ADMIN))]
"""Staff, and facilitators of any filière; what they do checks which one."""


def require_animator(caller: Caller, filiere_id: UUID) -> None:
    """Refuse who is neither staff nor a facilitator of this filière.

    Raises:
        NotTheirFacilitator
    """
    if not animates(caller, filiere_id):
        raise NotTheirFacilitator()


def animates(caller: Caller, filiere_id: UUID) -> bool:
    """Whether the caller is staff, or a facilitator whom her token names for this filière."""
    return is_staff(caller) or caller.animates(filiere_id)


def _of_this_filiere(filiere_id: UUID, caller: Facilitating) -> Caller:
    require_animator(caller, filiere_id)
    return caller


Animator = Annotated[Caller, Depends(_of_this_filiere)]
"""Staff, and the facilitators of the filière in the path."""
