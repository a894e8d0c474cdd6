"""Why an offer cannot be written, published or used as asked."""

from partage_kit.errors import NotFound, Refusal


class OfferNotFound(NotFound):
    """No such offer in the caller's office."""

    titles = {"fr": "Offre introuvable", "nl": "Aanbod niet gevonden", "en": "Offer not found"}


class OfferNotOpen(Refusal):
    """The offer is a draft, withdrawn, not valid yet or no longer valid."""

    titles = {
        "fr": "Cette offre n'est pas ouverte",
        "nl": "Dit aanbod staat niet open",
        "en": "This offer is not open",
    }
    remedy = "Look at its state and its first and last day."


class NotEligible(Refusal):
    """The offer is for members of certain territories or filières, and the caller is not one of them."""

    status = 403
    titles = {
        "fr": "Cette offre s'adresse à d'autres membres",
        "nl": "Dit aanbod is voor andere leden",
        "en": "This offer is for other members",
    }
    remedy = "The offer names the territories and filières it is for."
