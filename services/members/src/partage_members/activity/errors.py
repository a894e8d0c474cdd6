"""Why a piece of activity is not taken, or a proposal not answered, as asked."""

from partage_kit.errors import NotFound, Refusal


class ActivityMemberUnknown(Refusal):
    """Activity is written down for members with a profile in the office."""

    status = 422
    titles = {
        "fr": "Ce membre n'a pas de profil dans le bureau",
        "nl": "Dit lid heeft geen profiel in het kantoor",
        "en": "This member has no profile in the office",
    }
    remedy = "Register the member's profile first, or correct `member_id`."


class ActivityDiffers(Refusal):
    """This reference was written down with other content, and the revision is not higher than the one known."""

    titles = {
        "fr": "Cette référence est connue avec un autre contenu",
        "nl": "Deze referentie is bekend met een andere inhoud",
        "en": "This reference is known with other content",
    }
    remedy = "Send a correction with a higher `revision`, or another reference if it is another piece of activity."


class AmountNotInEuros(Refusal):
    """Bands are told in euros; no rate of another currency is kept here."""

    status = 422
    titles = {
        "fr": "Le montant doit être en euros",
        "nl": "Het bedrag moet in euro zijn",
        "en": "The amount must be in euros",
    }
    remedy = "Convert the amount to euros, or send its `band` instead of an amount."


class ProposalNotFound(NotFound):
    """No such proposal for the caller."""

    titles = {"fr": "Proposition introuvable", "nl": "Voorstel niet gevonden", "en": "Proposal not found"}


class ProposalOutdated(Refusal):
    """What was proposed makes no difference any more, or there is no room for it."""

    titles = {
        "fr": "Cette proposition ne change plus rien",
        "nl": "Dit voorstel verandert niets meer",
        "en": "This proposal changes nothing any more",
    }
    remedy = "Read your profile and your evidence; to make room, take a code out of your profile first."
