"""Why a concept cannot be shown, or a code not be used."""

from partage_kit.errors import NotFound, Refusal


class ConceptNotFound(NotFound):
    """The scheme has no such code."""

    titles = {"fr": "Code introuvable", "nl": "Code niet gevonden", "en": "Code not found"}


class UnknownCode(Refusal):
    """A trade or sector code is not in the classification of this service."""

    status = 422
    titles = {
        "fr": "Code de métier ou de secteur inconnu",
        "nl": "Onbekende beroeps- of sectorcode",
        "en": "Unknown trade or sector code",
    }
    remedy = "Look the code up with GET /members/v1/classifications/{scheme}/concepts."
