"""From proposals to what is told of them."""

from typing import Any

from partage_members.classification_upgrades.models import record_of
from partage_members.classification_upgrades.schemas import CodeProposalView


def proposal_view(proposal: Any) -> CodeProposalView:
    """A proposal, or a row of one, with the record that it is about."""
    noun, record_id = record_of(proposal)
    own = {name: getattr(proposal, name) for name in CodeProposalView.model_fields if name not in ("noun", "record_id")}
    return CodeProposalView(noun=noun, record_id=record_id, **own)
