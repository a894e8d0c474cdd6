"""Refusals that several nouns of this service share."""

from partage_kit.errors import Refusal


class OwnSubmission(Refusal):
    """Nobody approves what they submitted themselves; somebody else of the office has to decide."""

    status = 403
    titles = {
        "fr": "Personne n'approuve sa propre proposition",
        "nl": "Niemand keurt een eigen voorstel goed",
        "en": "Nobody approves their own submission",
    }
    remedy = "Ask a colleague who holds the same role to decide."


class NotPossibleNow(Refusal):
    """The record is not in a state that this step begins from."""

    titles = {
        "fr": "Cette étape n'est pas possible maintenant",
        "nl": "Deze stap is nu niet mogelijk",
        "en": "This step is not possible now",
    }
    remedy = "Read the record: its state says which steps come next."
