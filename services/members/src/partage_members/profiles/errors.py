"""Why a profile cannot be written as asked."""

from partage_kit.errors import NotFound, Refusal


class ProfileNotFound(NotFound):
    """No such profile in the caller's office."""

    titles = {"fr": "Profil introuvable", "nl": "Profiel niet gevonden", "en": "Profile not found"}


class MemberIdUnusable(Refusal):
    """No profile can be made under this id: somebody has it, in this office or in another one, or had it once."""

    titles = {
        "fr": "Aucun profil ne peut être créé sous cet identifiant",
        "nl": "Onder deze id kan geen profiel worden gemaakt",
        "en": "No profile can be made under this id",
    }
    remedy = "Change the profile with PATCH if your office has it; else leave `member_id` out: she gets a new id."


class ReferenceKnown(Refusal):
    """This member has a reference already, by which the office's files name her."""

    titles = {
        "fr": "Ce membre a déjà une référence",
        "nl": "Dit lid heeft al een referentie",
        "en": "This member has a reference already",
    }
    remedy = "See that it is her profile; a row of a file with its `member_id` and `reference` gives it another one."


class ReferenceTaken(Refusal):
    """Two members would have the same reference; the office's own number of a member is hers alone."""

    titles = {
        "fr": "Cette référence est déjà celle d'un autre membre",
        "nl": "Deze referentie is al die van een ander lid",
        "en": "This reference is already another member's",
    }
    remedy = "Give each member a reference of their own, and send it again."
