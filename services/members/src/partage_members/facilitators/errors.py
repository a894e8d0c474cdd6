"""Why a facilitator cannot be appointed or leave as asked."""

from partage_kit.errors import NotFound, Refusal


class FacilitatorNotFound(NotFound):
    """No such appointment that the caller may end."""

    titles = {
        "fr": "Personne qui anime introuvable",
        "nl": "Begeleider niet gevonden",
        "en": "Facilitator not found",
    }


class AlreadyFacilitator(Refusal):
    """The member facilitates this filière already."""

    titles = {
        "fr": "Ce membre anime déjà la filière",
        "nl": "Dit lid begeleidt de filière al",
        "en": "This member facilitates the filière already",
    }
    remedy = "Look at GET /members/v1/filieres/{filiere_id}/facilitators."


class FacilitatorNeedsProfile(Refusal):
    """Who facilitates a filière has a profile in its office, so that its members know whom to turn to."""

    titles = {
        "fr": "Un profil est nécessaire pour animer une filière",
        "nl": "Wie een filière begeleidt, heeft een profiel nodig",
        "en": "A facilitator needs a profile",
    }
    remedy = "Write the member's profile first, with POST /members/v1/profiles."
