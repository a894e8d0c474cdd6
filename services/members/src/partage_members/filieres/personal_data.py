"""What filières keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.filieres.models import Filiere, filiere_facets

_filieres = table_of(Filiere)

DATA = PersonalData(
    (
        DataClass(
            "filieres_proposed",
            {
                "fr": "Filières que vous avez proposées",
                "nl": "Filières die u voorstelde",
                "en": "Filières you proposed",
            },
            _filieres,
            {"proposed_by": Names.SUBJECT, "proposed_by_member": Names.MEMBER},
            Rule.PSEUDONYMISE,
            exported=("names", "purpose", "kind", "created_at"),
        ),
    ),
    (
        Impersonal(
            _filieres,
            ("names", "sort_name", "purpose", "openness_reason", "occupations", "sectors", "nuts", "languages"),
            "what the filière says of itself: its members changed and adopted it",
        ),
        Impersonal(filiere_facets, ("kind", "code"), "codes of filières"),
    ),
)
