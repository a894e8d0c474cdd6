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
