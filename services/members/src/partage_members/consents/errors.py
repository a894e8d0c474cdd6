"""Why a consent cannot be given or recorded as asked."""

from partage_kit.errors import NotFound, Refusal


class ConsentNotFound(NotFound):
    """No such consent that the caller may read."""

    titles = {"fr": "Consentement introuvable", "nl": "Toestemming niet gevonden", "en": "Consent not found"}


class NoConsentNeeded(Refusal):
    """The purpose rests on another lawful basis; asking for consent would mislead, as it could not be withdrawn."""

    titles = {
        "fr": "Cette finalité ne repose pas sur le consentement",
        "nl": "Dit doel berust niet op toestemming",
        "en": "This purpose does not rest on consent",
    }
    remedy = "The notice tells the lawful basis, and how to object."


class LaterDecisionExists(Refusal):
    """The member has decided about this purpose after the date that is to be recorded; her later word counts."""

    titles = {
        "fr": "Le membre s'est prononcé depuis",
        "nl": "Het lid heeft zich sindsdien uitgesproken",
        "en": "The member has decided since",
    }
    remedy = "Ask the member again, or leave it: GET /members/v1/consents tells what she said last."
