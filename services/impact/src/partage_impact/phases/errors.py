"""Why an evaluation does not change its phase."""

from partage_kit.errors import Refusal


class GateClosed(Refusal):
    """A condition of the gate to the next phase is not met; `missing` lists what is not there yet."""

    titles = {
        "fr": "Les conditions du passage ne sont pas réunies",
        "nl": "De voorwaarden voor de volgende fase zijn niet vervuld",
        "en": "The gate to the next phase is closed",
    }
    remedy = "GET .../gate explains each condition and lists what is missing."


class NoWayBack(Refusal):
    """From this phase no way leads back: from analyse to observe, judge to analyse, and learn to a new frame only."""

    titles = {
        "fr": "Aucun retour n'est prévu depuis cette phase",
        "nl": "Vanuit deze fase is er geen weg terug",
        "en": "No way leads back from this phase",
    }
    remedy = "Go forward, or stop the evaluation with a reasoned decision."
