"""What erasures keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Kept, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.erasures.models import Erasure, acknowledgements

_erasures = table_of(Erasure)

DATA = PersonalData(
    (
        DataClass(
            "erasure_request",
            {"fr": "Demande d'effacement", "nl": "Aanvraag tot wissing", "en": "Request to be erased"},
            _erasures,
            {"member_id": Names.MEMBER},
            Rule.KEEP_UNTIL,
            held=("subject", "confirmation", "secret_hash"),
            exported=("requested_at", "due_on"),
            kept=Kept(
                {
                    "fr": "La preuve que la demande a été suivie (RGPD, art. 5.2 et 12.3), avec le seul id",
                    "nl": "Het bewijs dat de aanvraag gevolgd is (AVG, art. 5.2 en 12.3), met enkel de id",
                    "en": "The proof that the request was answered (GDPR, art. 5(2) and 12(3)), with the id alone",
                },
                3,
                "requested_at",
            ),
        ),
        DataClass(
            "erasures_recorded",
            {
                "fr": "Demandes d'effacement que vous avez encodées",
                "nl": "Aanvragen tot wissing die u invoerde",
                "en": "Requests to be erased that you recorded",
            },
            _erasures,
            {"recorded_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
    ),
    (Impersonal(acknowledgements, ("service",), "names of services"),),
)
