"""What initiatives keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.initiatives.models import Initiative, initiative_facets, initiative_supports

_initiatives = table_of(Initiative)

DATA = PersonalData(
    (
        DataClass(
            "initiatives_submitted",
            {
                "fr": "Initiatives que vous avez soumises",
                "nl": "Initiatieven die u indiende",
                "en": "Initiatives you submitted",
            },
            _initiatives,
            {"submitted_by": Names.SUBJECT, "submitted_by_member": Names.MEMBER},
            Rule.PSEUDONYMISE,
            exported=("kind", "state", "title", "description", "experience", "submitted_at", "decline_reason"),
        ),
        DataClass(
            "initiatives_decided",
            {
                "fr": "Initiatives dont vous avez décidé",
                "nl": "Initiatieven waarover u besliste",
                "en": "Initiatives you decided about",
            },
            _initiatives,
            {"decided_by": Names.SUBJECT},
            Rule.PSEUDONYMISE,
            exported=("id", "state"),
        ),
        DataClass(
            "initiatives_supported",
            {
                "fr": "Initiatives que vous soutenez",
                "nl": "Initiatieven die u steunt",
                "en": "Initiatives you support",
            },
            initiative_supports,
            {"member_id": Names.MEMBER},
            Rule.DELETE,
            held=("initiative_id",),
            exported=("initiative_id", "supported_at"),
        ),
    ),
    (
        Impersonal(
            _initiatives,
            ("title", "description", "trades", "sectors", "nuts", "wished_resources", "experience"),
            "what the initiative says of itself, for the group that carries it",
        ),
        Impersonal(_initiatives, ("decline_reason", "lessons"), "the office writes them"),
        Impersonal(initiative_facets, ("kind", "code"), "codes of initiatives"),
    ),
)
