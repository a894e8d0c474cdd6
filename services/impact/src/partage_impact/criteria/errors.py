"""Why a criterion cannot be written as asked."""

from partage_kit.errors import NotFound


class CriterionNotFound(NotFound):
    """No such criterion in the caller's office."""

    titles = {"fr": "Critère introuvable", "nl": "Criterium niet gevonden", "en": "Criterion not found"}
