"""What waves keep of persons."""

from partage_impact.waves.models import Wave, identified_responses, responses, tickets
from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of

DATA = PersonalData(
    (
        DataClass(
            "wave_tickets",
            {"fr": "Billets d'enquête reçus", "nl": "Ontvangen enquêtebiljetten", "en": "Tickets of surveys received"},
            tickets,
            {"member_id": Names.MEMBER},
            Rule.PSEUDONYMISE,
            held=("place",),
        ),
        DataClass(
            "wave_answers",
            {
                "fr": "Réponses données sous votre nom",
                "nl": "Antwoorden onder uw naam",
                "en": "Answers given under your name",
            },
            identified_responses,
            {"member_id": Names.MEMBER},
            Rule.DELETE,
            held=("answers",),
            exported=("wave_id", "answered_on", "answers"),
        ),
    ),
    (
        Impersonal(responses, ("nonce_hash", "answers"), "anonymous from the start: nothing tells whose they are"),
        Impersonal(
            table_of(Wave), ("title", "languages", "ticket_key", "needs_survey_id", "needs_question"), "of the wave"
        ),
    ),
)
