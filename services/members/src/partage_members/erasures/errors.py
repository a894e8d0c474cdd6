"""Why a member cannot be forgotten as asked."""

from partage_kit.errors import NotFound, Refusal


class ErasureNotFound(NotFound):
    """No such erasure in the caller's office, or the secret of its receipt is another."""

    titles = {"fr": "Effacement introuvable", "nl": "Wissing niet gevonden", "en": "Erasure not found"}


class ErasedPersonNotFound(NotFound):
    """Nobody who had this reference and address was erased in the caller's office, or she may come back already."""

    titles = {
        "fr": "Personne effacée introuvable",
        "nl": "Gewiste persoon niet gevonden",
        "en": "Erased person not found",
    }
    remedy = (
        "Send `reference` and `email` as they stand in the row that was refused. If she may come back already, there is"
        " nothing to record; a profile of her own making gets her reference by a row of a file with its `member_id`."
    )


class ErasureUnderWay(Refusal):
    """This member has asked to be forgotten already; it is done within moments."""

    titles = {
        "fr": "L'effacement est déjà demandé",
        "nl": "De wissing is al gevraagd",
        "en": "The erasure was asked for already",
    }
    remedy = "Look at the receipt of the first request."


class PreviewChanged(Refusal):
    """What would be erased is not what was shown: something was written since, or the confirmation is of another."""

    titles = {
        "fr": "L'aperçu de l'effacement a changé",
        "nl": "Het overzicht van de wissing is veranderd",
        "en": "The preview of the erasure has changed",
    }
    remedy = "Read the preview again, and confirm with its new `confirmation`. Nothing was erased."
