"""Filières, and who belongs to them or facilitates them."""

from enum import StrEnum
from typing import ClassVar
from uuid import UUID

from partage_contracts.members.base import FiliereKind, _MembersFact
from partage_kit.types import UtcDateTime


class FiliereStage(StrEnum):
    """Where a filière stands in its life."""

    PROPOSED = "proposed"
    UNDER_STUDY = "under_study"
    REJECTED = "rejected"
    LAUNCHING = "launching"
    ACTIVE = "active"
    RESULTS = "results"
    DECLINING = "declining"
    DORMANT = "dormant"
    CLOSED = "closed"


class FiliereProposed(_MembersFact):
    """Somebody proposed a filière; the subject is the filière's id."""

    noun: ClassVar[str] = "filiere"
    verb: ClassVar[str] = "proposed"

    kind: FiliereKind
    occupations: tuple[str, ...]
    sectors: tuple[str, ...]
    nuts: tuple[str, ...]


class FiliereStageChanged(_MembersFact):
    """A decision moved a filière to another stage of its life."""

    noun: ClassVar[str] = "filiere"
    verb: ClassVar[str] = "stage_changed"

    kind: FiliereKind
    previous: FiliereStage
    stage: FiliereStage
    decided_at: UtcDateTime


class _Facilitation(_MembersFact):
    """The subject is the appointment's id."""

    noun: ClassVar[str] = "facilitator"

    member_id: UUID
    filiere_id: UUID
    at: UtcDateTime


class FacilitatorAppointed(_Facilitation):
    """A member facilitates a filière from now on."""

    verb: ClassVar[str] = "appointed"


class FacilitatorEnded(_Facilitation):
    """A member facilitates a filière no longer."""

    verb: ClassVar[str] = "ended"


class _MembershipState(_MembersFact):
    """The subject is the membership's id."""

    noun: ClassVar[str] = "membership"

    member_id: UUID
    filiere_id: UUID
    kind: FiliereKind
    at: UtcDateTime


class MembershipRequested(_MembershipState):
    """A member asked to join a filière that is open on request."""

    verb: ClassVar[str] = "requested"


class MembershipJoined(_MembershipState):
    """A member belongs to a filière from now on."""

    verb: ClassVar[str] = "joined"


class MembershipLeft(_MembershipState):
    """A member no longer belongs to a filière."""

    verb: ClassVar[str] = "left"
