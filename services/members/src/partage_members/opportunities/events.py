"""From an opportunity to the fact it announces."""

from uuid import UUID

from partage_contracts.members import OpportunityPosted
from partage_members.opportunities.models import Opportunity


def posted(opportunity: Opportunity) -> OpportunityPosted:
    """Somebody looks for members to work with; in codes, without a word of the text."""
    return OpportunityPosted(
        office=opportunity.office,
        subject=opportunity.id,
        sequence=opportunity.version,
        poster=opportunity.poster,
        trades=tuple(opportunity.trades),
        sectors=tuple(opportunity.sectors),
        place=opportunity.place,
        remote=opportunity.remote,
        audience=opportunity.audience,
        filieres=tuple(map(UUID, opportunity.filieres)),
        starts_on=opportunity.starts_on,
        ends_on=opportunity.ends_on,
        answer_by=opportunity.answer_by,
    )
