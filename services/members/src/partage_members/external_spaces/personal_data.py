"""What external spaces keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_members.external_spaces.models import ExternalSpace

_spaces = table_of(ExternalSpace)

DATA = PersonalData(
    (
        DataClass(
            "external_spaces",
            {
                "fr": "Espaces externes que vous entretenez",
                "nl": "Externe ruimtes die u onderhoudt",
                "en": "External spaces you maintain",
            },
            _spaces,
            {"maintainer_id": Names.MEMBER},
            Rule.PSEUDONYMISE,
            forgotten={"maintainer_id": None},
            exported=("url", "names"),
        ),
    ),
    (Impersonal(_spaces, ("url", "names", "sort_name"), "the tool of a group"),),
)
