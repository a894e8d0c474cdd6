"""What places keep of persons: nothing."""

from partage_kit.personal_data import Impersonal, PersonalData
from partage_members.places.models import codes, editions, imported, names, other_names, postal_regions, regions

_WHY = "published by others"

DATA = PersonalData(
    impersonal=(
        Impersonal(editions, ("extent", "version", "attribution"), _WHY),
        Impersonal(imported, ("country", "plain", "name"), _WHY),
        Impersonal(codes, ("postal_code",), _WHY),
        Impersonal(names, ("language", "name", "begins"), _WHY),
        Impersonal(other_names, ("language", "name", "plain", "begins"), _WHY),
        Impersonal(postal_regions, ("postal_code", "nuts"), _WHY),
        Impersonal(regions, ("nuts", "country", "labels", "words"), _WHY),
    )
)
