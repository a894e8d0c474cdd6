"""From an erasure to the fact it announces."""

from partage_contracts.members import ProfileErased
from partage_members.erasures.models import Erasure


def erased(erasure: Erasure) -> ProfileErased:
    """A member is forgotten; everybody else forgets her, too."""
    return ProfileErased(
        office=erasure.office,
        subject=erasure.member_id,
        sequence=erasure.version,
        erasure_id=erasure.id,
        due_on=erasure.due_on,
    )
