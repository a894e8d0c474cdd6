"""From a filière to the facts it announces."""

from partage_contracts.members import FiliereProposed
from partage_members.filieres.models import Filiere


def proposed(filiere: Filiere) -> FiliereProposed:
    """Somebody proposed a filière."""
    return FiliereProposed(
        office=filiere.office,
        subject=filiere.id,
        sequence=filiere.version,
        kind=filiere.kind,
        occupations=tuple(filiere.occupations),
        sectors=tuple(filiere.sectors),
        nuts=tuple(filiere.nuts),
    )
