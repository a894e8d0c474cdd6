"""Why figures cannot be computed or shown."""

from partage_kit.errors import NotFound, Refusal


class ObservationNotFound(NotFound):
    """No such observation in the caller's office, or it was never released."""

    titles = {"fr": "Observation introuvable", "nl": "Waarneming niet gevonden", "en": "Observation not found"}


class IndicatorIsNotComputed(Refusal):
    """The indicator has no version in force with a formula, or is made of an indicator that went out of force."""

    titles = {
        "fr": "Cet indicateur ne se calcule pas",
        "nl": "Deze indicator wordt niet berekend",
        "en": "This indicator is not computed",
    }
    remedy = "Adopt a version whose source is facts or indicators, and whose formula names what is in force."
