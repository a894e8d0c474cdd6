"""Shapes of invitations, in and out."""

from uuid import UUID

from pydantic import Field

from partage_kit.types import Day, Shape, UtcDateTime


class Invite(Shape):
    """Until when a supplier may use its invitation."""

    expires_on: Day | None = Field(None, description="its last day, at most a year ahead; in 30 days by default")


class InvitationView(Shape):
    """An invitation as the office sees it; nobody can read its secret again."""

    supplier_id: UUID
    issued_at: UtcDateTime
    expires_on: Day


class NewInvitation(InvitationView):
    """A new invitation with its secret, which is shown this once; only a hash of it is kept."""

    secret: str


class InvitedView(Shape):
    """Who is invited: the supplier, its standing today with the reason, and the assessment it may read and contest."""

    supplier_id: UUID
    supplier_name: str
    standing: str
    reason: str | None
    assessment_id: UUID | None
    expires_on: Day
