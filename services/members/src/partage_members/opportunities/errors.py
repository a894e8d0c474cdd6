"""Why an opportunity cannot be posted or moved as asked."""

from partage_kit.errors import NotFound, Refusal


class OpportunityNotFound(NotFound):
    """No opportunity that the caller may see; one for others is as if it were not there."""

    titles = {"fr": "Opportunité introuvable", "nl": "Opdracht niet gevonden", "en": "Opportunity not found"}


class OpportunityIncoherent(Refusal):
    """The dates of an opportunity follow each other and are not over; `filieres` goes with its audience."""

    status = 422
    titles = {
        "fr": "Les dates ou le public de l'opportunité ne vont pas ensemble",
        "nl": "De data of het publiek van de opdracht passen niet bij elkaar",
        "en": "The dates or the audience of the opportunity do not fit together",
    }
    remedy = "Answers are due from today on, within a year; it ends after it starts; `filieres` goes with its audience."


class OpportunityNotOpen(Refusal):
    """The opportunity is filled, withdrawn or expired, so nobody answers it any more."""

    titles = {
        "fr": "Cette opportunité n'est plus ouverte",
        "nl": "Deze opdracht staat niet meer open",
        "en": "This opportunity is no longer open",
    }
    remedy = "Look for open ones with GET /members/v1/opportunities."
