"""Why places are not brought in."""

from partage_kit.errors import Refusal


class UnknownPlace(Refusal):
    """A municipality is none of its country, and its postal code belongs to none; a region is none, or elsewhere.

    That is asked of countries that are known whole.
    """

    status = 422
    titles = {"fr": "Lieu inconnu", "nl": "Onbekende plaats", "en": "Unknown place"}
    remedy = (
        "Look it up with GET /members/v1/places or /places/regions, or write a village with the postal code of its "
        "municipality."
    )


class EditionKnown(Refusal):
    """Another file was brought in under this version; what was published under a version never changes."""

    titles = {
        "fr": "Cette version des lieux est déjà importée, avec un autre contenu",
        "nl": "Deze versie van de plaatsen is al ingevoerd, met een andere inhoud",
        "en": "This version of the places is already imported, with another content",
    }
    remedy = "Give the new file a version of its own, such as the month of its download."
