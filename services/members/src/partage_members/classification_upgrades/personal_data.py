"""What upgrades of classifications keep of persons."""

from partage_kit.personal_data import DataClass, Names, PersonalData, Retention, Rule
from partage_kit.tables import table_of
from partage_members.classification_upgrades.models import CodeProposal

DATA = PersonalData(
    (
        DataClass(
            "code_proposals",
            {
                "fr": "Codes proposés à la place d'anciens",
                "nl": "Voorgestelde codes in plaats van oude",
                "en": "Codes that were proposed in place of old ones",
            },
            table_of(CodeProposal),
            {"member_id": Names.MEMBER},
            Rule.DELETE,
            held=("code", "options"),
            exported=("code", "options", "state", "proposed_at", "decided_at"),
            retention=Retention(days=3 * 366, since="proposed_at"),
        ),
    )
)
