"""Why an invitation is not there, or does not open."""

from partage_kit.errors import NotFound, Refusal


class InvitationNotFound(NotFound):
    """The supplier has no invitation."""

    titles = {"fr": "Invitation introuvable", "nl": "Uitnodiging niet gevonden", "en": "Invitation not found"}
    remedy = "The buyer gives one with PUT."


class ValidInvitationNeeded(Refusal):
    """The header `Invitation` is missing, or its secret is unknown, replaced, withdrawn or past its last day."""

    status = 401
    titles = {
        "fr": "Une invitation valable est nécessaire",
        "nl": "Een geldige uitnodiging is nodig",
        "en": "A valid invitation is needed",
    }
    remedy = "Send the secret you were given in the header `Invitation`, or ask the buyer for a new invitation."
    headers = {"WWW-Authenticate": "Invitation"}
