"""The membership: a member in a filière, or on the way in or out."""

from datetime import datetime, timedelta
from uuid import UUID

from sqlalchemy import CheckConstraint, Index, text
from sqlmodel import Field

from partage_contracts.members import FiliereKind
from partage_kit.tables import Utc, enum_text
from partage_kit.types import Person
from partage_members.memberships.errors import AlreadyInFiliere, FiliereLimitReached, NotFromThisState
from partage_members.memberships.schemas import State, Way
from partage_members.tables import MembersAggregate

REQUEST_LIVES = timedelta(days=30)

OPEN_STATES = (State.REQUESTED, State.INVITED, State.ACTIVE)

_ACTIVE = text("state = 'active'")
_OPEN = text("state IN ('requested', 'invited', 'active')")


class Membership(MembersAggregate, table=True):
    """One way of a member into a filière and out of it; who joins again gets a new one.

    While active it holds one of the member's slots; a circle holds none.
    """

    __tablename__ = "memberships"
    __table_args__ = (
        Index(
            "uq_memberships_slot",
            "member_id",
            "slot",
            unique=True,
            sqlite_where=_ACTIVE,
            postgresql_where=_ACTIVE,
            info={"refusal": FiliereLimitReached},
        ),
        Index(
            "uq_memberships_open",
            "member_id",
            "filiere_id",
            unique=True,
            sqlite_where=_OPEN,
            postgresql_where=_OPEN,
            info={"refusal": AlreadyInFiliere},
        ),
        CheckConstraint("(slot IS NOT NULL) = (state = 'active' AND kind <> 'circle')", name="slot_while_active"),
        CheckConstraint("slot BETWEEN 1 AND 5", name="slot"),
        Index("ix_memberships_filiere", "filiere_id", "state", "created_at", "id"),
        Index("ix_memberships_member", "member_id", "created_at", "id"),
    )

    member_id: UUID = Field(foreign_key="profiles.id")
    filiere_id: UUID = Field(foreign_key="filieres.id")
    kind: FiliereKind = Field(sa_type=enum_text(FiliereKind))
    way: Way = Field(sa_type=enum_text(Way))
    state: State = Field(sa_type=enum_text(State))
    slot: int | None = None
    requested_by: str | None = Field(default=None, max_length=255)
    reason: str | None = Field(default=None, max_length=2_000)
    decided_by: str | None = Field(default=None, max_length=255)
    created_at: datetime = Field(sa_type=Utc)
    joined_at: datetime | None = Field(default=None, sa_type=Utc)
    ended_at: datetime | None = Field(default=None, sa_type=Utc)

    def concerns(self, person: Person) -> bool:
        """Whether this person is the member of it, or asked for it with another token."""
        return person.is_among([self.requested_by], [self.member_id])

    def join(self, slot: int | None, at: datetime) -> None:
        """Become active, in a slot of the member; without one in a circle."""
        self.state, self.slot, self.joined_at = State.ACTIVE, slot, at

    def finish(self, state: State, at: datetime) -> None:
        """Come to an end, and free the slot."""
        self.state, self.slot, self.ended_at = state, None, at

    def lapse(self) -> None:
        """Write down that nobody answered in time."""
        self.finish(State.LAPSED, self.created_at + REQUEST_LIVES)

    def require(self, state: State, at: datetime) -> None:
        """Refuse a verb in any other state than the one it needs.

        Raises:
            NotFromThisState
        """
        now = self.state_at(at)
        if now is not state:
            raise NotFromThisState(f"it is {now}, not {state}")

    def state_at(self, at: datetime) -> State:
        """The state, with a request that nobody answered in time as lapsed."""
        lapsed = self.state is State.REQUESTED and self.created_at + REQUEST_LIVES <= at
        return State.LAPSED if lapsed else self.state
