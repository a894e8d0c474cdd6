"""What consultations keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.consultations.models import Consultation, Opinion

DATA = PersonalData(
    (
        DataClass(
            "opinions",
            {"fr": "Avis donnés", "nl": "Gegeven meningen", "en": "Opinions given"},
            table_of(Opinion),
            {"member_id": Names.MEMBER},
            Rule.PSEUDONYMISE,
            forgotten={"comment": None},
            exported=("consultation_id", "stance", "comment", "given_at"),
        ),
    ),
    (Impersonal(table_of(Consultation), ("question",), "the office asks it"),),
)
