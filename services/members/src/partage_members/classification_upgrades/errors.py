"""Why a proposal is not answered as asked."""

from partage_kit.errors import NotFound, Refusal


class CodeProposalNotFound(NotFound):
    """No such proposal for the caller."""

    titles = {"fr": "Proposition introuvable", "nl": "Voorstel niet gevonden", "en": "Proposal not found"}


class CodeNotProposed(Refusal):
    """The code is none of the options, or the profile no longer has the code in whose place it would come."""

    status = 422
    titles = {
        "fr": "Ce code ne fait pas partie des choix proposés",
        "nl": "Deze code is geen van de voorgestelde keuzes",
        "en": "This code is none of the options",
    }
    remedy = "Read the proposal again, or change the codes of your profile yourself."
