"""What assessments keep of persons."""

from partage_kit.personal_data import FORGOTTEN, DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_procurement.assessments.models import Assessment, Contest, EvidenceRecord, Revision

_assessments, _revisions = table_of(Assessment), table_of(Revision)
_evidence, _contests = table_of(EvidenceRecord), table_of(Contest)

DATA = PersonalData(
    (
        DataClass(
            "assessments_answered",
            {
                "fr": "Évaluations auxquelles vous avez contribué",
                "nl": "Beoordelingen waaraan u meewerkte",
                "en": "Assessments you contributed to",
            },
            _assessments,
            {"contributors": Names.SUBJECTS, "contributor_members": Names.MEMBERS},
            Rule.PSEUDONYMISE,
        ),
        DataClass(
            "assessments_reviewed",
            {
                "fr": "Évaluations que vous avez revues",
                "nl": "Beoordelingen die u nakeek",
                "en": "Assessments you reviewed",
            },
            _assessments,
            {"reviewed_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
        DataClass(
            "assessments_published",
            {
                "fr": "Évaluations que vous avez publiées",
                "nl": "Beoordelingen die u bekendmaakte",
                "en": "Assessments you published",
            },
            _revisions,
            {"published_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
        DataClass(
            "evidence_provided",
            {"fr": "Preuves que vous avez fournies", "nl": "Bewijzen die u aanbracht", "en": "Evidence you provided"},
            _evidence,
            {"provided_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
        DataClass(
            "evidence_verified",
            {
                "fr": "Preuves que vous avez vérifiées",
                "nl": "Bewijzen die u controleerde",
                "en": "Evidence you verified",
            },
            _evidence,
            {"verified_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
        DataClass(
            "contests",
            {
                "fr": "Contestations d'évaluations",
                "nl": "Betwistingen van beoordelingen",
                "en": "Contests of assessments",
            },
            _contests,
            {"made_by": Names.MEMBER},
            Rule.PSEUDONYMISE,
            forgotten={"reason": FORGOTTEN},
            exported=("assessment_id", "reason", "made_at"),
        ),
        DataClass(
            "contests_answered",
            {"fr": "Réponses à des contestations", "nl": "Antwoorden op betwistingen", "en": "Answers to contests"},
            _contests,
            {"answered_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
        ),
    ),
    (
        Impersonal(_assessments, ("answers", "label"), "about an enterprise"),
        Impersonal(_revisions, ("answers", "evidence"), "about an enterprise"),
        Impersonal(_evidence, ("type", "issuer", "sha256", "media_type"), "documents about an enterprise"),
        Impersonal(_contests, ("answer",), "the words of the office"),
    ),
)
