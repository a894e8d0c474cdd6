"""Why something cannot be reported as asked."""

from partage_kit.errors import Refusal


class AlreadyReported(Refusal):
    """A reader reports something once."""

    titles = {"fr": "Vous l'avez déjà signalé", "nl": "U hebt dit al gemeld", "en": "You have reported this already"}
    remedy = "Wait for those who moderate it to look at it."
