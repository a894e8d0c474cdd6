"""What consents keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Kept, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.consents.models import ConsentEvent, ConsentRecord

_records, _events = table_of(ConsentRecord), table_of(ConsentEvent)
_REASON = {
    "fr": "La preuve du consentement (RGPD, art. 7.1), sous votre seul numéro de membre",
    "nl": "Het bewijs van de toestemming (AVG, art. 7.1), onder niets dan uw lidnummer",
    "en": "The proof of the consent (GDPR, art. 7(1)), under nothing but your member id",
}
_RECORDED = {
    "fr": "Consentements que vous avez encodés pour d'autres",
    "nl": "Toestemmingen die u voor anderen invoerde",
    "en": "Consents that you recorded for others",
}

DATA = PersonalData(
    (
        DataClass(
            "consents",
            {"fr": "Consentements", "nl": "Toestemmingen", "en": "Consents"},
            _records,
            {"member_id": Names.MEMBER},
            Rule.KEEP_UNTIL,
            held=("evidence_reference", "sha256"),
            exported=("purpose", "number", "notice_number", "language", "method", "given_at", "expires_at"),
            kept=Kept(_REASON, 5, "given_at"),
        ),
        DataClass(
            "consent_events",
            {"fr": "Suites des consentements", "nl": "Vervolg van toestemmingen", "en": "What followed on consents"},
            _events,
            {"member_id": Names.MEMBER},
            Rule.KEEP_UNTIL,
            held=("evidence_reference",),
            exported=("consent_id", "kind", "at", "method"),
            kept=Kept(_REASON, 5, "at"),
        ),
        DataClass("consents_recorded", _RECORDED, _records, {"recorded_by": Names.SUBJECT}, Rule.PSEUDONYMISE),
        DataClass("consent_events_recorded", _RECORDED, _events, {"recorded_by": Names.SUBJECT}, Rule.PSEUDONYMISE),
    ),
    (Impersonal(_records, ("purpose",), "a code of the office"),),
)
