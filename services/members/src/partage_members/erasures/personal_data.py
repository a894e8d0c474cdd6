"""What erasures keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Kept, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.erasures.models import Erasure, acknowledgements
from partage_members.profiles.erased_marks import erased_marks

_erasures = table_of(Erasure)

MARKS = DataClass(
    "erased_marks",
    {
        "fr": "Empreintes de la référence et de l'adresse, contre une réinscription par une liste",
        "nl": "Afdrukken van referentie en adres, tegen een herinschrijving via een lijst",
        "en": "Keyed hashes of reference and address, against being registered again by a list",
    },
    erased_marks,
    {"member_id": Names.MEMBER},
    Rule.KEEP_UNTIL,
    held=("mark",),
    kept=Kept(
        {
            "fr": "Pour que l'effacement demeure quand l'office reçoit de nouvelles listes (RGPD, art. 17.1, 5.1.c) : "
            "sans la clé, tenue hors de la base, elles ne disent de personne qui elle est",
            "nl": "Opdat de wissing blijft wanneer het kantoor zijn lijsten opnieuw krijgt (AVG, art. 17.1, 5.1.c): "
            "zonder de sleutel, buiten de databank bewaard, zeggen ze van niemand wie het is",
            "en": "So that the erasure lasts when the office gets its lists again (GDPR, art. 17(1), 5(1)(c)): "
            "without the key, which is kept outside of the database, they tell of nobody who it is",
        },
        3,
        "erased_at",
    ),
)
"""As long as the proof that the request was answered."""

DATA = PersonalData(
    (
        MARKS,
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
