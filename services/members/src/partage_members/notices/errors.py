"""Why purposes and notices cannot be read or written as asked."""

from partage_kit.errors import NotFound, Refusal


class PurposeNotFound(NotFound):
    """The office knows no such purpose."""

    titles = {"fr": "Finalité introuvable", "nl": "Doel niet gevonden", "en": "Purpose not found"}
    remedy = "GET /members/v1/consent-purposes lists the purposes of your office."


class NoticeNotFound(NotFound):
    """No such notice that the caller may read."""

    titles = {
        "fr": "Avis de confidentialité introuvable",
        "nl": "Privacyverklaring niet gevonden",
        "en": "Privacy notice not found",
    }


class NoticeDraftExists(Refusal):
    """There is a draft for this purpose already; two could not both become the next version."""

    titles = {
        "fr": "Un projet d'avis existe déjà pour cette finalité",
        "nl": "Er is al een ontwerpverklaring voor dit doel",
        "en": "There is a draft notice for this purpose already",
    }
    remedy = "Change the draft with PATCH /members/v1/consent-notices/{notice_id}, or publish it."


class TooManyPurposes(Refusal):
    """An office has at most 50 purposes: nobody reads more."""

    titles = {
        "fr": "L'office a déjà trop de finalités",
        "nl": "Het kantoor heeft al te veel doelen",
        "en": "The office has too many purposes already",
    }
    remedy = "Change one of the purposes instead, with PUT /members/v1/consent-purposes/{code}."


class NoticeNotInForce(Refusal):
    """Consent is given to the notice in force, as what it says is what is agreed to."""

    titles = {
        "fr": "Cet avis n'est pas celui en vigueur",
        "nl": "Deze verklaring is niet de geldende",
        "en": "This notice is not the one in force",
    }
    remedy = "Show the notices of GET /members/v1/consent-notices/current and send the id of the one that was read."
