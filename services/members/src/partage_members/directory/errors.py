"""Why the directory has nothing to show."""

from partage_kit.errors import NotFound


class MemberNotFound(NotFound):
    """No member whom the caller may see; one who hides from them is as if she were not there."""

    titles = {"fr": "Membre introuvable", "nl": "Lid niet gevonden", "en": "Member not found"}
