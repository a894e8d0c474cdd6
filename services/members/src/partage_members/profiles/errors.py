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


class UnknownCode(Refusal):
    """A trade or sector code is not in the classification of this service."""

    status = 422
    titles = {
        "fr": "Code de métier ou de secteur inconnu",
        "nl": "Onbekende beroeps- of sectorcode",
        "en": "Unknown trade or sector code",
    }
    remedy = "Look the code up with GET /members/v1/classifications/{scheme}/concepts."
