"""Why a questionnaire cannot be written or put to use as asked."""

from partage_kit.errors import NotFound, Refusal


class QuestionnaireNotFound(NotFound):
    """No such questionnaire in the caller's office."""

    titles = {"fr": "Questionnaire introuvable", "nl": "Vragenlijst niet gevonden", "en": "Questionnaire not found"}


class QuestionnaireExists(Refusal):
    """The office has a questionnaire with this key, or a draft of its next version, already."""

    titles = {
        "fr": "Ce questionnaire ou ce brouillon existe déjà",
        "nl": "Deze vragenlijst of dit ontwerp bestaat al",
        "en": "This questionnaire or draft exists already",
    }
    remedy = "Change the draft with PUT; `revise` makes the draft of a next version."


class QuestionnaireIsFinal(Refusal):
    """Only a draft can be changed; what was adopted is asked as it stands."""

    titles = {
        "fr": "Ce questionnaire ne change plus",
        "nl": "Deze vragenlijst verandert niet meer",
        "en": "This questionnaire does not change any more",
    }
    remedy = "Make the draft of a next version with `revise`."


class NotTranslated(Refusal):
    """A language opens only when every cell of the questionnaire is translated into it."""

    titles = {
        "fr": "La traduction n'est pas complète",
        "nl": "De vertaling is niet volledig",
        "en": "The translation is not complete",
    }
    remedy = "GET .../languages lists the missing cells of each language."
