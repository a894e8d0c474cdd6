"""What profiles keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_members.audiences.circles import circle_members, circle_names
from partage_members.profiles.imports.models import profile_references
from partage_members.profiles.models import profile_facets
from partage_members.profiles.publishing import public_profiles
from partage_members.profiles.queries import profiles
from partage_members.search.models import documents, facets, pieces, scopes, suggestions, terms

_DERIVED = ("sort_name", "region")
_TOLD = tuple(
    column.name
    for column in profiles.columns
    if column.name not in (*_DERIVED, "id", "office", "version", "stage", "joined_on", "created_at", "updated_at")
)

DATA = PersonalData(
    (
        DataClass(
            "profile",
            {"fr": "Profil", "nl": "Profiel", "en": "Profile"},
            profiles,
            {"id": Names.MEMBER},
            Rule.DELETE,
            held=(*_TOLD, *_DERIVED),
            exported=("id", "office", *_TOLD, "stage", "joined_on", "created_at", "updated_at"),
        ),
        DataClass(
            "profile_codes",
            {"fr": "Codes du profil", "nl": "Codes van het profiel", "en": "Codes of the profile"},
            profile_facets,
            {"profile_id": Names.MEMBER},
            Rule.DELETE,
            held=("kind", "code"),
        ),
        DataClass(
            "office_reference",
            {"fr": "Référence de l'office", "nl": "Referentie van het kantoor", "en": "Reference of the office"},
            profile_references,
            {"profile_id": Names.MEMBER},
            Rule.DELETE,
            held=("reference",),
            exported=("reference",),
        ),
        DataClass(
            "public_card",
            {"fr": "Carte publique", "nl": "Openbare kaart", "en": "Public card"},
            public_profiles,
            {"profile_id": Names.MEMBER},
            Rule.DELETE,
            held=("digest",),
        ),
        DataClass(
            "directory_entry",
            {"fr": "Entrée de l'annuaire", "nl": "Vermelding in de gids", "en": "Entry in the directory"},
            documents,
            {"id": Names.MEMBER},
            Rule.DELETE,
            held=("tokens",),
        ),
        DataClass(
            "circles",
            {"fr": "Cercles de visibilité", "nl": "Kringen van zichtbaarheid", "en": "Circles of visibility"},
            circle_members,
            {"member_id": Names.MEMBER},
            Rule.DELETE,
            held=("circle_id",),
            exported=("circle_id", "kind"),
        ),
    ),
    (
        Impersonal(circle_names, ("names",), "what groups are called"),
        Impersonal(
            facets, ("codes",), "codes of classifications, places, languages and groups; they go with the entry"
        ),
        Impersonal(scopes, ("scope",), "made by the house"),
        Impersonal(terms, ("term", "written"), "words that some entry has; a word goes with the last one"),
        Impersonal(suggestions, ("term",), "words and codes that some entry has; one goes with the last entry"),
        Impersonal(pieces, ("piece", "term"), "pieces of these words; they go with them"),
    ),
)
