"""What classifications keep of persons: nothing."""

from partage_kit.personal_data import Impersonal, PersonalData
from partage_members.classifications.models import scheme_concepts, schemes

DATA = PersonalData(
    impersonal=(
        Impersonal(schemes, ("office", "code", "version", "attribution"), "published by others"),
        Impersonal(
            scheme_concepts, ("code", "uri", "isco08", "labels", "alternatives", "broader"), "published by others"
        ),
    )
)
