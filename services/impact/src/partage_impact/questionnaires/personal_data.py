"""What questionnaires keep of persons."""

from partage_impact.questionnaires.models import Questionnaire
from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of

_questionnaires = table_of(Questionnaire)

DATA = PersonalData(
    (
        DataClass(
            "questionnaires_drafted",
            {
                "fr": "Questionnaires que vous avez rédigés",
                "nl": "Vragenlijsten die u opstelde",
                "en": "Questionnaires you drafted",
            },
            _questionnaires,
            {"drafted_by": Names.SUBJECT, "drafted_by_member": Names.MEMBER},
            Rule.PSEUDONYMISE,
        ),
        DataClass(
            "questionnaires_adopted",
            {
                "fr": "Questionnaires que vous avez adoptés",
                "nl": "Vragenlijsten die u aannam",
                "en": "Questionnaires you adopted",
            },
            _questionnaires,
            {"adopted_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
    ),
    (Impersonal(_questionnaires, ("key", "title", "introduction", "questions"), "asked by the office"),),
)
