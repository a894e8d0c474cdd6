"""Why a need cannot be found, written or shown."""

from partage_kit.errors import NotFound, Refusal


class NeedNotFound(NotFound):
    """No such need that the caller may see."""

    titles = {"fr": "Besoin introuvable", "nl": "Behoefte niet gevonden", "en": "Need not found"}


class NeedOfSurvey(Refusal):
    """What members answered in a survey is published or withdrawn, not corrected."""

    titles = {
        "fr": "Ce besoin vient d'une enquête",
        "nl": "Deze behoefte komt uit een bevraging",
        "en": "This need comes from a survey",
    }
    remedy = "Withdraw it with a reason, and write down what you know with POST /members/v1/needs."


class NeedTaken(Refusal):
    """Another need of the office has this reference, or the survey brought this need already."""

    titles = {
        "fr": "Ce besoin est déjà connu",
        "nl": "Deze behoefte is al bekend",
        "en": "This need is known already",
    }
    remedy = "Read the needs of the survey or of the file; correct the one that is there."
