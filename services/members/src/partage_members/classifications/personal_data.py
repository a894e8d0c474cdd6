"""What classifications keep of persons: nothing."""

from partage_kit.personal_data import Impersonal, PersonalData
from partage_members.classifications.models import concept_mappings, scheme_concepts, schemes

DATA = PersonalData(
    impersonal=(
        Impersonal(schemes, ("office", "code", "version", "attribution", "digest"), "published by others"),
        Impersonal(
            scheme_concepts, ("code", "uri", "isco08", "labels", "alternatives", "broader"), "published by others"
        ),
        Impersonal(concept_mappings, ("source", "target"), "published by others"),
    )
)
