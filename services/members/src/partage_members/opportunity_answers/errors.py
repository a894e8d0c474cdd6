"""Why an opportunity cannot be answered, or an answer not move as asked."""

from partage_kit.errors import NotFound, Refusal


class AnswerNotFound(NotFound):
    """No answer of the caller, or to an opportunity of the caller."""

    titles = {"fr": "Réponse introuvable", "nl": "Antwoord niet gevonden", "en": "Answer not found"}


class OpportunityAlreadyAnswered(Refusal):
    """A member has one answer to an opportunity, unless she withdrew it."""

    titles = {
        "fr": "Vous avez déjà répondu à cette opportunité",
        "nl": "U hebt al op deze opdracht gereageerd",
        "en": "You have answered this opportunity already",
    }
    remedy = "Write to the poster in your answer, or withdraw it first: GET /members/v1/opportunity-answers/mine."


class OwnOpportunity(Refusal):
    """Nobody answers an opportunity of their own."""

    titles = {
        "fr": "Cette opportunité est la vôtre",
        "nl": "Deze opdracht is van uzelf",
        "en": "This opportunity is your own",
    }
    remedy = "Read its answers instead, with GET /members/v1/opportunities/{opportunity_id}/answers."
