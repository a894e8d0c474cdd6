"""Why the directory has nothing to show."""

from partage_kit.errors import NotFound


class MemberNotFound(NotFound):
    """No member whom the caller may see; one who hides from them is as if she were not there."""

    titles = {"fr": "Membre introuvable", "nl": "Lid niet gevonden", "en": "Member not found"}
    sought_in: str | None = None
    """The office that was named by who looked for her, if everybody may know of it; hers may be another."""


class OfficeNotFound(NotFound):
    """No office of this code that everybody may know of: none has settings, a published notice or a visible member."""

    titles = {"fr": "Office introuvable", "nl": "Kantoor niet gevonden", "en": "Office not found"}
    remedy = "Correct the code of the office; one that is new is found once it has published something."
