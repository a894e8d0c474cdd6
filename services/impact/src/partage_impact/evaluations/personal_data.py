"""What evaluations keep of persons."""

from partage_impact.evaluations.models import Evaluation, EvaluationDecision
from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of

_evaluations, _decisions = table_of(Evaluation), table_of(EvaluationDecision)

DATA = PersonalData(
    (
        DataClass(
            "evaluation_questions",
            {
                "fr": "Questions d'évaluation que vous avez écrites",
                "nl": "Evaluatievragen die u schreef",
                "en": "Evaluative questions you wrote",
            },
            _evaluations,
            {"question_by": Names.SUBJECT, "question_by_member": Names.MEMBER},
            Rule.PSEUDONYMISE,
        ),
        DataClass(
            "evaluation_decisions",
            {
                "fr": "Décisions d'évaluation que vous avez encodées",
                "nl": "Evaluatiebeslissingen die u invoerde",
                "en": "Decisions on evaluations you recorded",
            },
            _decisions,
            {"recorded_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
    ),
    (
        Impersonal(
            _evaluations,
            (
                "title",
                "question",
                "mandate",
                "perimeter",
                "major_stakeholder",
                "other_aims",
                "addressees",
                "approach",
                "languages",
            ),
            "published by the office",
        ),
        Impersonal(_decisions, ("reason",), "the words of the body that decided"),
    ),
)
