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
    """The code of a trade, sector or skill is in no classification of this service; or that of a region is of none."""

    status = 422
    titles = {
        "fr": "Code de métier, de secteur, de compétence ou de région inconnu",
        "nl": "Onbekende code van een beroep, sector, vaardigheid of regio",
        "en": "Unknown code of a trade, sector, skill or region",
    }
    remedy = (
        "Look the code up by a word: GET /members/v1/classifications/{scheme}/concepts?query=..., that of a region with"
        " GET /members/v1/places/regions?query=..."
    )


class SchemeKnown(Refusal):
    """The office has a scheme with this code already."""

    titles = {
        "fr": "Cette classification existe déjà",
        "nl": "Deze classificatie bestaat al",
        "en": "This classification exists already",
    }
    remedy = "Begin another version of it, or choose another code."


class SchemeDraftExists(Refusal):
    """A version of this scheme is being drafted already; there is one draft at a time."""

    titles = {
        "fr": "Une version de cette classification est déjà en préparation",
        "nl": "Er is al een versie van deze classificatie in voorbereiding",
        "en": "A version of this classification is being drafted already",
    }
    remedy = "Publish the draft or discard it first."


class SchemeDraftNotFound(NotFound):
    """No version of this scheme is being drafted in the office."""

    titles = {
        "fr": "Aucune version en préparation",
        "nl": "Geen versie in voorbereiding",
        "en": "No version is being drafted",
    }


class SchemeIncoherent(Refusal):
    """The scheme cannot be published as it is: it is empty, too large, or its hierarchy is broken or a circle."""

    status = 422
    titles = {
        "fr": "La classification n'est pas cohérente",
        "nl": "De classificatie is niet samenhangend",
        "en": "The classification is not coherent",
    }
    remedy = "Write the missing concepts, or take `broader` away, and publish it then."


class SchemeVersionNotFound(NotFound):
    """The scheme has no such version."""

    titles = {
        "fr": "Version de la classification introuvable",
        "nl": "Versie van de classificatie niet gevonden",
        "en": "Version of the classification not found",
    }
