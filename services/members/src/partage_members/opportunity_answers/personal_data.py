"""What answers to opportunities keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.opportunity_answers.models import AnswerMessage, OpportunityAnswer

DATA = PersonalData(
    (
        DataClass(
            "opportunity_answers",
            {"fr": "Réponses à des opportunités", "nl": "Antwoorden op opdrachten", "en": "Answers to opportunities"},
            table_of(OpportunityAnswer),
            {"member_id": Names.MEMBER},
            Rule.DELETE,
            exported=("opportunity_id", "state", "answered_at"),
        ),
    ),
    (
        Impersonal(
            table_of(AnswerMessage),
            ("text",),
            "messages go with the answer; what a poster wrote, with its poster (`forgetting.py`)",
        ),
    ),
)
