"""Why facts cannot be taken as given."""

from partage_kit.errors import NotFound


class UnknownFactType(NotFound):
    """No such type of facts is known."""

    titles = {"fr": "Type de faits inconnu", "nl": "Onbekend feitentype", "en": "Unknown type of facts"}
    remedy = "GET /impact/v1/fact-types lists the types."
