"""What copies of others' facts keep of persons."""

from partage_impact.known.models import KnownMember
from partage_kit.personal_data import DataClass, Names, PersonalData, Rule
from partage_kit.tables import table_of

DATA = PersonalData(
    (
        DataClass(
            "known_member",
            {"fr": "Copie de votre territoire", "nl": "Kopie van uw gebied", "en": "Copy of your territory"},
            table_of(KnownMember),
            {"key": Names.MEMBER_TEXT},
            Rule.DELETE,
            held=("nuts",),
            exported=("nuts",),
        ),
    ),
    (),
)
