"""Why a wave, a ticket or an answer is refused."""

from partage_kit.errors import NotFound, Refusal


class WaveNotFound(NotFound):
    """No such wave."""

    titles = {"fr": "Vague d'enquête introuvable", "nl": "Bevragingsronde niet gevonden", "en": "Wave not found"}


class WaveIsNotOpen(Refusal):
    """Answers are taken only while the wave is open."""

    titles = {
        "fr": "Cette vague n'est pas ouverte",
        "nl": "Deze ronde is niet open",
        "en": "This wave is not open",
    }
    remedy = "Read the wave: it says from when to when it is open."


class NotReadyToAsk(Refusal):
    """A wave asks a questionnaire that is adopted."""

    titles = {
        "fr": "Le questionnaire n'est pas adopté",
        "nl": "De vragenlijst is niet goedgekeurd",
        "en": "The questionnaire is not adopted",
    }
    remedy = "Adopt the questionnaire first; somebody else than its author does."


class ThresholdMayOnlyRise(Refusal):
    """The smallest group that results tell of was promised to those who answer: it may rise, never fall."""

    titles = {
        "fr": "Le seuil ne peut que monter",
        "nl": "De drempel mag alleen stijgen",
        "en": "The threshold may only rise",
    }
    remedy = "Keep the threshold, or raise it."


class ModeIsFrozen(Refusal):
    """How answers are kept was promised to those who hold a ticket or have answered."""

    titles = {
        "fr": "Le mode ne change plus",
        "nl": "De werkwijze ligt vast",
        "en": "The mode is frozen",
    }
    remedy = "Plan another wave for another mode."


class TicketAlreadyIssued(Refusal):
    """This member has a ticket for this wave. It cannot be issued again, since nobody knows which one it was."""

    titles = {
        "fr": "Un ticket vous a déjà été remis",
        "nl": "U hebt al een ticket gekregen",
        "en": "You have been given a ticket already",
    }
    remedy = "Use the ticket you were given. A lost ticket is not replaced: that is what keeps answers anonymous."

    def __init__(
        self, detail: str = "each member gets one ticket for a wave; answer with yours at .../responses"
    ) -> None:
        super().__init__(detail)


class TicketRefused(Refusal):
    """This is no ticket of this wave."""

    status = 403
    titles = {"fr": "Ticket non valable", "nl": "Ongeldig ticket", "en": "Not a valid ticket"}
    remedy = "Send the ticket as it was given, to the wave that it was given for."


class TicketSpent(Refusal):
    """Other answers were given with this ticket already; it counts once, and the same ones again change nothing."""

    titles = {
        "fr": "Ce ticket a déjà servi",
        "nl": "Dit ticket is al gebruikt",
        "en": "This ticket has been used",
    }
    remedy = "POST .../receipts with the ticket shows that your answer is counted."


class AlreadyAnswered(Refusal):
    """A member answers an identified wave once."""

    titles = {
        "fr": "Vous avez déjà répondu",
        "nl": "U hebt al geantwoord",
        "en": "You have answered already",
    }
    remedy = "Nothing more is needed: your first answer counts, and it is not replaced."


class OtherMode(Refusal):
    """This way of answering does not belong to the mode of the wave: tickets are for anonymous ones."""

    titles = {
        "fr": "Cette vague se remplit autrement",
        "nl": "Deze ronde wordt anders ingevuld",
        "en": "This wave is answered in another way",
    }
    remedy = "Read the wave: `anonymous` is answered with a ticket and without a token, `identified` with a token."


class NoResultsYet(Refusal):
    """Results can be read once the wave is closed and analysed, so that no two readings differ by one answer."""

    titles = {
        "fr": "Les résultats ne sont pas encore disponibles",
        "nl": "De resultaten zijn nog niet beschikbaar",
        "en": "Results are not available yet",
    }
    remedy = "Wait until the wave is analysed."
