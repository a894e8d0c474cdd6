"""Why a SCIM request cannot be answered."""

from partage_kit.errors import NotFound, Refusal


class ScimResourceNotFound(NotFound):
    """No such user or group that the caller may see."""

    titles = {
        "fr": "Ressource SCIM introuvable",
        "nl": "SCIM-bron niet gevonden",
        "en": "SCIM resource not found",
    }


class InvalidScimFilter(Refusal):
    """The filter is not one of RFC 7644, section 3.4.2.2, or names an attribute that there is not."""

    status = 400
    titles = {"fr": "Filtre SCIM invalide", "nl": "Ongeldige SCIM-filter", "en": "Invalid SCIM filter"}
    remedy = 'Filter as in userName eq "0192f0c4-…" or emails.value co "@members.example".'


class TooManyForScimFilter(Refusal):
    """So many resources would have to be looked at one by one that the filter is not calculated (RFC 7644, tooMany)."""

    status = 400
    titles = {
        "fr": "Trop de ressources pour ce filtre SCIM",
        "nl": "Te veel bronnen voor deze SCIM-filter",
        "en": "Too many resources for this SCIM filter",
    }
    remedy = (
        "Add a condition on id, userName, name.familyName or emails with eq, joined by `and`; or read without a filter."
    )
