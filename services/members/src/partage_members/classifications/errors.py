"""Why a concept cannot be shown."""

from partage_kit.errors import NotFound


class ConceptNotFound(NotFound):
    """The scheme has no such code."""

    titles = {"fr": "Code introuvable", "nl": "Code niet gevonden", "en": "Code not found"}
