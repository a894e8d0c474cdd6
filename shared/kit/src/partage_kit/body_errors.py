"""Refusals of what a request carries: a body that is no readable JSON, too large, too slow, or of another type."""

from partage_kit.errors import Refusal


class MalformedJson(Refusal):
    """The body is not JSON that can be read: broken syntax, a repeated key, NaN, too deep, or with a NUL character."""

    status = 422
    titles = {
        "fr": "Le corps de la demande n'est pas du JSON lisible",
        "nl": "De inhoud van de aanvraag is geen leesbare JSON",
        "en": "The body is not readable JSON",
    }
    remedy = "Send one JSON document in UTF-8, each key once, at most 32 levels deep."


class BodyTooLarge(Refusal):
    """The body is larger than this route takes."""

    status = 413
    titles = {"fr": "Le contenu est trop grand", "nl": "De inhoud is te groot", "en": "The body is too large"}
    remedy = "JSON bodies are limited to 1 MB, files to 10 MB: send a larger set in several requests."


class BodyTooSlow(Refusal):
    """The rest of the request's body did not arrive in time."""

    status = 408
    titles = {
        "fr": "Le contenu de la demande arrive trop lentement",
        "nl": "De inhoud van de aanvraag komt te traag aan",
        "en": "The body of the request arrives too slowly",
    }
    remedy = "Send the request again, and keep sending until its body is complete."
    headers = {"Connection": "close"}


class UnsupportedMediaType(Refusal):
    """The body's media type is not one this route reads."""

    status = 415
    titles = {
        "fr": "Ce type de contenu n'est pas accepté",
        "nl": "Dit inhoudstype wordt niet aanvaard",
        "en": "This media type is not accepted",
    }
    remedy = "Send `Content-Type: application/json`."


class FileTypeRefused(Refusal):
    """The file is of a type that this route does not take, or does not begin as files of its type do."""

    status = 415
    titles = {
        "fr": "Ce type de fichier n'est pas accepté",
        "nl": "Dit bestandstype wordt niet aanvaard",
        "en": "This type of file is not accepted",
    }
    remedy = "Send the file itself as the body, with its true `Content-Type`; the route lists the types it takes."
