"""From an initiative to the fact it announces: codes only."""

from uuid import UUID

from partage_contracts.members import InitiativeSubmitted
from partage_members.initiatives.models import Initiative


def submitted(initiative: Initiative) -> InitiativeSubmitted:
    """Somebody told of a collective initiative."""
    filiere = (initiative.experience or {}).get("filiere_id")
    return InitiativeSubmitted(
        office=initiative.office,
        subject=initiative.id,
        sequence=initiative.version,
        kind=initiative.kind,
        trades=tuple(initiative.trades),
        sectors=tuple(initiative.sectors),
        nuts=tuple(initiative.nuts),
        filiere_id=UUID(filiere) if filiere else None,
        recorded_by_staff=initiative.recorded_by_staff,
        at=initiative.submitted_at,
    )
