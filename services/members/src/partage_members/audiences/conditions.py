"""The same policy as a condition of a statement, for lists that are paged by the database."""

from sqlalchemy import ColumnElement, and_, or_, select

from partage_members.audiences.circles import circle_members
from partage_members.audiences.policy import Audience, Viewer


def is_seen(viewer: Viewer, audience: ColumnElement[str], owner: ColumnElement[object]) -> ColumnElement[bool]:
    """Whether a viewer sees what a member (`owner`, her id) shows to an audience."""
    shared = select(circle_members.c.circle_id).where(
        circle_members.c.member_id == owner, circle_members.c.circle_id.in_(viewer.circles)
    )
    return or_(audience.in_(viewer.audiences), and_(audience == Audience.FILIERE, shared.exists()))
