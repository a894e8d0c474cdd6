"""Facts of the members service. Ids, codes, counts and dates only: no name, address or free text."""

from partage_contracts.members.activity import ActivityBand, ActivityKind, ActivityRecorded, ClientKind
from partage_contracts.members.base import FiliereKind, Place
from partage_contracts.members.consents import ConsentEnding, ConsentGiven, ConsentWithdrawn
from partage_contracts.members.filieres import (
    FacilitatorAppointed,
    FacilitatorEnded,
    FiliereProposed,
    FiliereStage,
    FiliereStageChanged,
    MembershipJoined,
    MembershipLeft,
    MembershipRequested,
)
from partage_contracts.members.initiatives import InitiativeKind, InitiativeSubmitted
from partage_contracts.members.needs import NeedCode, NeedsSurveyRequested, NeedsSurveyWithdrawn
from partage_contracts.members.opportunities import OpportunityPosted, PosterKind
from partage_contracts.members.profiles import (
    FieldAudience,
    ProfileAudienceChanged,
    ProfileErased,
    ProfileRegistered,
    ProfileUpdated,
    Stage,
)

__all__ = [
    "ActivityBand",
    "ActivityKind",
    "ActivityRecorded",
    "ClientKind",
    "ConsentEnding",
    "ConsentGiven",
    "ConsentWithdrawn",
    "FacilitatorAppointed",
    "FacilitatorEnded",
    "FieldAudience",
    "FiliereKind",
    "FiliereProposed",
    "FiliereStage",
    "FiliereStageChanged",
    "InitiativeKind",
    "InitiativeSubmitted",
    "MembershipJoined",
    "MembershipLeft",
    "MembershipRequested",
    "NeedCode",
    "NeedsSurveyRequested",
    "NeedsSurveyWithdrawn",
    "OpportunityPosted",
    "Place",
    "PosterKind",
    "ProfileAudienceChanged",
    "ProfileErased",
    "ProfileRegistered",
    "ProfileUpdated",
    "Stage",
]
