"""Why a survey of needs cannot be asked for or found."""

from partage_kit.errors import NotFound, Refusal


class NeedsSurveyNotFound(NotFound):
    """No such survey of needs in the caller's office."""

    titles = {
        "fr": "Enquête de besoins introuvable",
        "nl": "Behoeftebevraging niet gevonden",
        "en": "Needs survey not found",
    }


class UnknownNeed(Refusal):
    """A code is no need, or no topic of needs, of the classification `needs`."""

    status = 422
    titles = {"fr": "Code de besoin inconnu", "nl": "Onbekende behoeftecode", "en": "Unknown code of a need"}
    remedy = "Look the code up with GET /members/v1/classifications/needs/concepts; topics are those without `broader`."
