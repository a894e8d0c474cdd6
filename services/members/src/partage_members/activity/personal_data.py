"""What activity keeps of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Retention, Rule
from partage_kit.tables import table_of
from partage_members.activity.models import ActivityEntry, DriftProposal, EvidenceReview

DATA = PersonalData(
    (
        DataClass(
            "activity",
            {"fr": "Votre activité", "nl": "Uw activiteit", "en": "Your activity"},
            table_of(ActivityEntry),
            {"member_id": Names.MEMBER},
            Rule.DELETE,
            held=("source", "reference", "trade", "sector"),
            exported=(
                *("kind", "source", "reference", "revision", "first_month", "last_month"),
                *("trade", "sector", "client_kind", "band", "cancelled", "recorded_at"),
            ),
            retention=Retention(days=5 * 366, since="last_month"),
        ),
        DataClass(
            "drift_proposals",
            {
                "fr": "Changements de profil proposés",
                "nl": "Voorgestelde wijzigingen van uw profiel",
                "en": "Changes of your profile that were proposed",
            },
            table_of(DriftProposal),
            {"member_id": Names.MEMBER},
            Rule.DELETE,
            held=("code",),
            exported=("dimension", "kind", "code", "strength", "state", "proposed_at", "decided_at"),
            retention=Retention(days=3 * 366, since="proposed_at"),
        ),
    ),
    (
        Impersonal(
            table_of(EvidenceReview), ("after_member",), "how far a review of all has come; gone when it is done"
        ),
    ),
)
