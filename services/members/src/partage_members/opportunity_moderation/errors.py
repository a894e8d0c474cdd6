"""Why an opportunity cannot be reported as asked."""

from partage_kit.errors import Refusal


class ReportsOwnOpportunity(Refusal):
    """Nobody reports an opportunity of their own."""

    titles = {
        "fr": "On ne signale pas sa propre opportunité",
        "nl": "Een eigen opdracht meldt men niet",
        "en": "Nobody reports an opportunity of their own",
    }
    remedy = "Change it with PATCH /members/v1/opportunities/{opportunity_id}, or withdraw it."
