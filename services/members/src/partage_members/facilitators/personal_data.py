"""What facilitations keep of persons."""

from partage_kit.personal_data import DataClass, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.facilitators.models import Facilitator

_facilitators = table_of(Facilitator)
_DECISIONS = {
    "fr": "Nominations d'animateurs que vous avez décidées",
    "nl": "Aanstellingen van begeleiders waarover u besliste",
    "en": "Appointments of facilitators that you decided",
}

DATA = PersonalData(
    (
        DataClass(
            "facilitations",
            {"fr": "Animation de filières", "nl": "Begeleiding van filières", "en": "Facilitation of filières"},
            _facilitators,
            {"member_id": Names.MEMBER},
            Rule.DELETE,
            exported=("filiere_id", "appointed_at", "ended_at"),
        ),
        DataClass("appointments", _DECISIONS, _facilitators, {"appointed_by": Names.SUBJECT}, Rule.PSEUDONYMISE),
        DataClass("appointments_ended", _DECISIONS, _facilitators, {"ended_by": Names.SUBJECT}, Rule.PSEUDONYMISE),
    ),
)
