"""What the gateway itself says no with."""

from partage_kit.errors import Refusal


class MalformedRequest(Refusal):
    """The request can be read in two ways (its length, its path or its host), so nobody gets it."""

    status = 400
    titles = {
        "fr": "La demande est ambiguë ou mal formée",
        "nl": "De aanvraag is dubbelzinnig of slecht gevormd",
        "en": "The request is ambiguous or malformed",
    }
    remedy = "Let your HTTP client write the request line and the headers; do not send `..`, `\\` or two lengths."
    headers = {"Connection": "close"}  # what follows on this connection could be anything


class UpstreamUnreachable(Refusal):
    """The service behind this address accepts no connection right now. Nothing was sent to it."""

    status = 502
    titles = {
        "fr": "Le service demandé n'est pas joignable",
        "nl": "De gevraagde dienst is niet bereikbaar",
        "en": "The service cannot be reached",
    }
    remedy = "Wait for the seconds in `Retry-After` and send the request again; `/readyz` says which service is down."
    headers = {"Retry-After": "2"}


class UpstreamBroke(Refusal):
    """The service ended the connection before it answered. Whether it carried the request out is not known."""

    status = 502
    titles = {
        "fr": "Le service a coupé la connexion avant de répondre",
        "nl": "De dienst verbrak de verbinding voor hij antwoordde",
        "en": "The service broke the connection before it answered",
    }
    remedy = "Read again what you wanted to change; repeat a POST only with the same Idempotency-Key."
    headers = {"Retry-After": "2"}


class UpstreamBusy(Refusal):
    """Too many requests are under way to this service. Nothing was sent to it."""

    status = 503
    titles = {
        "fr": "Le service traite déjà trop de demandes",
        "nl": "De dienst verwerkt al te veel aanvragen",
        "en": "The service has too many requests under way",
    }
    remedy = "Wait for the seconds named in `Retry-After` and send the request again."
    headers = {"Retry-After": "1"}


class UpstreamTimeout(Refusal):
    """The service did not answer in time. Whether it carried the request out is not known."""

    status = 504
    titles = {
        "fr": "Le service n'a pas répondu à temps",
        "nl": "De dienst antwoordde niet op tijd",
        "en": "The service did not answer in time",
    }
    remedy = "Read again what you wanted to change; repeat a POST only with the same Idempotency-Key."
    headers = {"Retry-After": "5"}
