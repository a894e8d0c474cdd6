"""What memberships keep of persons."""

from partage_kit.personal_data import DataClass, Names, PersonalData, Rule
from partage_members.memberships.queries import memberships

DATA = PersonalData(
    (
        DataClass(
            "memberships",
            {"fr": "Adhésions aux filières", "nl": "Lidmaatschappen van filières", "en": "Memberships of filières"},
            memberships,
            {"member_id": Names.MEMBER, "requested_by": Names.SUBJECT},
            Rule.DELETE,
            held=("reason",),
            exported=("filiere_id", "kind", "way", "state", "reason", "created_at", "joined_at", "ended_at"),
        ),
        DataClass(
            "memberships_decided",
            {
                "fr": "Décisions sur des adhésions",
                "nl": "Beslissingen over lidmaatschappen",
                "en": "Decisions on memberships",
            },
            memberships,
            {"decided_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
            exported=("filiere_id", "state", "ended_at"),
        ),
    ),
)
