"""Why a consultation cannot be opened, answered or read as asked."""

from partage_kit.errors import NotFound, Refusal


class ConsultationNotFound(NotFound):
    """No such consultation in the caller's office."""

    titles = {"fr": "Consultation introuvable", "nl": "Raadpleging niet gevonden", "en": "Consultation not found"}


class OpinionNotFound(NotFound):
    """The caller has given no opinion in this consultation."""

    titles = {
        "fr": "Vous n'avez pas donné d'avis",
        "nl": "U hebt geen mening gegeven",
        "en": "You have given no opinion",
    }


class MembersAreAsked(Refusal):
    """A consultation asks the members of its office, and who is one is known by the profile."""

    status = 403
    titles = {
        "fr": "Seuls les membres du bureau sont consultés",
        "nl": "Alleen de leden van het kantoor worden geraadpleegd",
        "en": "Only members of the office are consulted",
    }
    remedy = "Write your profile first, with POST /members/v1/profiles/mine."


class WindowInvalid(Refusal):
    """A consultation opens now or later, and closes after it has opened."""

    status = 422
    titles = {
        "fr": "La période de la consultation n'est pas valable",
        "nl": "De periode van de raadpleging is niet geldig",
        "en": "The period of the consultation is not valid",
    }
    remedy = "Leave `opens_at` out to open now; `closes_at` lies after it."


class ConsultationNotOpen(Refusal):
    """Opinions are taken from `opens_at` on and before `closes_at`, not outside this window."""

    titles = {
        "fr": "La consultation n'est pas ouverte",
        "nl": "De raadpleging is niet open",
        "en": "The consultation is not open",
    }
    remedy = "Read the consultation: it tells when it opens and closes."


class ResultNotPublished(Refusal):
    """The result and the comments of a consultation are published when it has closed, not before."""

    titles = {
        "fr": "Le résultat n'est pas encore publié",
        "nl": "Het resultaat is nog niet gepubliceerd",
        "en": "The result is not published yet",
    }
    remedy = "Come back after `closes_at`."
