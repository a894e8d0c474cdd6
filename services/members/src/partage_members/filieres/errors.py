"""Why a filière cannot be proposed, changed or moved as asked."""

from partage_kit.errors import Forbidden, NotFound, Refusal


class FiliereNotFound(NotFound):
    """No such filière in the caller's office."""

    titles = {"fr": "Filière introuvable", "nl": "Filière niet gevonden", "en": "Filière not found"}


class FiliereIsClosed(Refusal):
    """The filière is closed, or its proposal was rejected: it can be read, and nothing about it changes any more."""

    titles = {"fr": "La filière est close", "nl": "De filière is afgesloten", "en": "The filière is closed"}
    remedy = "Propose a new filière with POST /members/v1/filieres."


class OpennessUnexplained(Refusal):
    """A filière that is not open to every member publishes the reason why."""

    status = 422
    titles = {
        "fr": "Une ouverture restreinte doit être motivée publiquement",
        "nl": "Een beperkte toegang moet openbaar gemotiveerd worden",
        "en": "Restricted access needs a published reason",
    }
    remedy = "Send `openness_reason` along, in at least one language, or leave the filière open."


class ScopeMissing(Refusal):
    """A trade filière names the occupations it gathers, a sector filière the sectors."""

    status = 422
    titles = {
        "fr": "Le périmètre de la filière manque",
        "nl": "Het werkterrein van de filière ontbreekt",
        "en": "The scope of the filière is missing",
    }
    remedy = "Name at least one occupation (kind trade) or one sector (kind sector); a circle needs none."


class StageNotReachable(Refusal):
    """From the stage the filière is in, no decision leads to the stage asked for."""

    titles = {
        "fr": "Cette étape ne peut pas suivre l'étape actuelle",
        "nl": "Deze fase kan niet op de huidige fase volgen",
        "en": "This stage cannot follow the current one",
    }
    remedy = "Read the filière's stage, and take one of the decisions that its stage allows."


class NotTheirFacilitator(Forbidden):
    """Only staff and the facilitators of this very filière may do this."""

    titles = {
        "fr": "Réservé au personnel et aux personnes qui animent cette filière",
        "nl": "Voorbehouden aan het personeel en de begeleiders van deze filière",
        "en": "Only for staff and the facilitators of this filière",
    }
    remedy = "Ask for a token whose `filieres` claim names this filière, or ask one of its facilitators."
