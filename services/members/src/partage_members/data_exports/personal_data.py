"""What data exports keep of persons: the archive for a week, that a request was answered for some years."""

from partage_kit.personal_data import DataClass, Kept, Names, PersonalData, Retention, Rule
from partage_kit.tables import table_of
from partage_members.data_exports.models import DataExport, data_export_parts
from partage_members.data_exports.schemas import DAYS_KEPT

exports = table_of(DataExport)

_ANSWERED = {
    "fr": "Preuve que la demande a reçu une réponse à temps (RGPD, article 5, paragraphe 2, et article 12)",
    "nl": "Bewijs dat het verzoek op tijd beantwoord is (AVG, artikel 5, lid 2, en artikel 12)",
    "en": "Proof that the request was answered in time (GDPR, articles 5(2) and 12)",
}
_YEARS = 5

DATA = PersonalData(
    (
        DataClass(
            "data_exports",
            {"fr": "Demandes de données", "nl": "Verzoeken om gegevens", "en": "Requests for data"},
            exports,
            {"member_id": Names.MEMBER},
            Rule.KEEP_UNTIL,
            held=("evidence_reference", "handover_reference", "sha256"),
            exported=("id", "way", "received_on", "due_on", "requested_at", "ready_at", "answered_at"),
            kept=Kept(_ANSWERED, _YEARS, "received_on"),
            retention=Retention(_YEARS * 365 + 1, "received_on"),
        ),
        DataClass(
            "data_requests_recorded",
            {
                "fr": "Demandes de données enregistrées pour d'autres",
                "nl": "Verzoeken om gegevens, geregistreerd voor anderen",
                "en": "Requests for data recorded for others",
            },
            exports,
            {"asked_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
            exported=("id", "way", "received_on"),
        ),
        DataClass(
            "data_export_archives",
            {"fr": "Archives de données", "nl": "Gegevensarchieven", "en": "Data archives"},
            data_export_parts,
            {"member_id": Names.MEMBER},
            Rule.DELETE,
            held=("content",),
            retention=Retention(DAYS_KEPT, "created_at"),
        ),
    ),
)
