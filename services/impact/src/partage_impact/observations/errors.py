"""Why figures cannot be computed or shown."""

from partage_kit.errors import NotFound, Refusal


class ObservationNotFound(NotFound):
    """No such observation in the caller's office, or it was never released."""

    titles = {"fr": "Observation introuvable", "nl": "Waarneming niet gevonden", "en": "Observation not found"}


class ContributionNotClaimed(Refusal):
    """A figure of the impact level is published only with a contribution claim, which says how the shared enterprise
    contributed to it, on what evidence, and what else may explain it. Until then the evaluation team alone sees it."""

    status = 403
    titles = {
        "fr": "La contribution à cet impact n'est pas encore argumentée",
        "nl": "De bijdrage aan deze impact is nog niet onderbouwd",
        "en": "The contribution to this impact is not claimed yet",
    }
    remedy = "Read the figures of the outputs and outcomes on which the indicator rests, or ask the evaluation team."


class IndicatorIsNotComputed(Refusal):
    """The indicator has no version in force with a formula, or is made of an indicator that went out of force."""

    titles = {
        "fr": "Cet indicateur ne se calcule pas",
        "nl": "Deze indicator wordt niet berekend",
        "en": "This indicator is not computed",
    }
    remedy = "Adopt a version whose source is facts or indicators, and whose formula names what is in force."
