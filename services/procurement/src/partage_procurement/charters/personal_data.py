"""What charters keep of persons."""

from partage_kit.personal_data import FORGOTTEN, DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_procurement.charters.models import Charter, Comment

_charters, _comments = table_of(Charter), table_of(Comment)

DATA = PersonalData(
    (
        DataClass(
            "charters_written",
            {"fr": "Chartes que vous avez rédigées", "nl": "Handvesten die u opstelde", "en": "Charters you wrote"},
            _charters,
            {"authors": Names.SUBJECTS, "author_members": Names.MEMBERS},
            Rule.PSEUDONYMISE,
        ),
        DataClass(
            "charters_signed",
            {"fr": "Chartes que vous avez signées", "nl": "Handvesten die u ondertekende", "en": "Charters you signed"},
            _charters,
            {"signed_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
        DataClass(
            "charter_comments",
            {"fr": "Commentaires sur des chartes", "nl": "Opmerkingen over handvesten", "en": "Comments on charters"},
            _comments,
            {"made_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
            forgotten={"text": FORGOTTEN},
            exported=("charter_id", "about", "text", "made_at"),
        ),
        DataClass(
            "charter_answers",
            {"fr": "Réponses à des commentaires", "nl": "Antwoorden op opmerkingen", "en": "Answers to comments"},
            _comments,
            {"answered_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
            exported=("charter_id", "answer", "answered_at"),
        ),
    ),
    (
        Impersonal(
            _charters,
            (
                "title",
                "objectives",
                "themes",
                "evidence_types",
                "criteria",
                "bands",
                "sent_back_reason",
                "superseded_by",
            ),
            "adopted and published by the office",
        ),
        Impersonal(_comments, ("about", "answer"), "a place in the charter, and the words of the committee"),
    ),
)
