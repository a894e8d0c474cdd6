"""Why an external space cannot be listed as asked."""

from partage_kit.errors import NotFound, Refusal


class ExternalSpaceNotFound(NotFound):
    """No external space that the caller may see."""

    titles = {
        "fr": "Espace externe introuvable",
        "nl": "Externe ruimte niet gevonden",
        "en": "External space not found",
    }


class ExternalSpaceExists(Refusal):
    """The office lists this address already."""

    titles = {
        "fr": "Cet espace externe est déjà répertorié",
        "nl": "Deze externe ruimte staat al in de lijst",
        "en": "This external space is listed already",
    }
    remedy = "Change the one that is listed: GET /members/v1/external-spaces."


class AudienceNeedsFiliere(Refusal):
    """Only what belongs to a filière can be for its members alone."""

    status = 422
    titles = {
        "fr": "Ce public demande une filière",
        "nl": "Dit publiek vraagt een filière",
        "en": "This audience needs a filière",
    }
    remedy = "Name the filière, or choose the audience members, partners or public."
