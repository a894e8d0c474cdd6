"""From a stage decision to the fact it announces."""

from partage_contracts.members import FiliereStageChanged
from partage_members.filieres.models import Filiere
from partage_members.stage_decisions.models import StageDecision


def stage_changed(filiere: Filiere, decision: StageDecision) -> FiliereStageChanged:
    """A decision moved a filière; the subject is the filière."""
    return FiliereStageChanged(
        office=filiere.office,
        subject=filiere.id,
        sequence=filiere.version,
        kind=filiere.kind,
        previous=decision.previous,
        stage=decision.stage,
        decided_at=decision.decided_at,
    )
