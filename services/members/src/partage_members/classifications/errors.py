"""Why a concept cannot be shown, or a code not be used."""

from partage_kit.errors import NotFound, Refusal


class ConceptNotFound(NotFound):
    """The scheme has no such code."""

    titles = {"fr": "Code introuvable", "nl": "Code niet gevonden", "en": "Code not found"}


class SchemeNotFound(NotFound):
    """No such classification: it does not ship with the service, and nobody imported it."""

    titles = {"fr": "Classification introuvable", "nl": "Classificatie niet gevonden", "en": "Classification not found"}


class VersionKnown(Refusal):
    """This version of the classification was imported before; versions never change."""

    titles = {
        "fr": "Cette version de la classification est déjà importée",
        "nl": "Deze versie van de classificatie is al ingevoerd",
        "en": "This version of the classification is already imported",
    }
    remedy = "Give the new edition a version of its own."


class UnknownCode(Refusal):
    """A trade or sector code is not in the classification of this service."""

    status = 422
    titles = {
        "fr": "Code de métier ou de secteur inconnu",
        "nl": "Onbekende beroeps- of sectorcode",
        "en": "Unknown trade or sector code",
    }
    remedy = "Look the code up with GET /members/v1/classifications/{scheme}/concepts."
