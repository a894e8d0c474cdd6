"""What stage decisions keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.stage_decisions.models import StageDecision

_decisions = table_of(StageDecision)

DATA = PersonalData(
    (
        DataClass(
            "stage_decisions",
            {
                "fr": "Décisions sur la vie des filières",
                "nl": "Beslissingen over de levensloop van filières",
                "en": "Decisions on the life of filières",
            },
            _decisions,
            {"decided_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
            exported=("filiere_id", "stage", "decided_at"),
        ),
    ),
    (Impersonal(_decisions, ("reason", "evidence"), "the office gives them, and they are public"),),
)
