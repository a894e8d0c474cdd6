"""Why a profile cannot be written as asked."""

from partage_kit.errors import NotFound, Refusal


class ProfileNotFound(NotFound):
    """No such profile in the caller's office."""

    titles = {"fr": "Profil introuvable", "nl": "Profiel niet gevonden", "en": "Profile not found"}


class ProfileExists(Refusal):
    """This member already has a profile; a person has one."""

    titles = {
        "fr": "Ce membre a déjà un profil",
        "nl": "Dit lid heeft al een profiel",
        "en": "This member already has a profile",
    }
    remedy = "Change the existing profile with PATCH instead."


class ReferenceTaken(Refusal):
    """Two members would have the same reference; the office's own number of a member is hers alone."""

    titles = {
        "fr": "Cette référence est déjà celle d'un autre membre",
        "nl": "Deze referentie is al die van een ander lid",
        "en": "This reference is already another member's",
    }
    remedy = "Give each member a reference of their own, and send the file again."
