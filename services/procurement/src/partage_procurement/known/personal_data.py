"""What copies of others' facts keep of persons."""

from partage_kit.personal_data import DataClass, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_procurement.known.models import KnownMember, KnownMembership

DATA = PersonalData(
    (
        DataClass(
            "known_member",
            {
                "fr": "Copie de votre territoire et de vos métiers",
                "nl": "Kopie van uw gebied en uw beroepen",
                "en": "Copy of your territory and trades",
            },
            table_of(KnownMember),
            {"id": Names.MEMBER},
            Rule.DELETE,
            held=("country", "nuts", "postal_code", "trades", "sectors"),
            exported=("country", "nuts", "postal_code", "trades", "sectors"),
        ),
        DataClass(
            "known_memberships",
            {"fr": "Copie de vos adhésions", "nl": "Kopie van uw lidmaatschappen", "en": "Copy of your memberships"},
            table_of(KnownMembership),
            {"member_id": Names.MEMBER},
            Rule.DELETE,
            held=("filiere_id",),
            exported=("filiere_id", "active"),
        ),
    ),
    (),
)
