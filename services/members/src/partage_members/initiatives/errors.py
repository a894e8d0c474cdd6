"""Why an initiative cannot be shown or moved as asked."""

from partage_kit.errors import NotFound, Refusal


class InitiativeNotFound(NotFound):
    """No such initiative that the caller may see."""

    titles = {"fr": "Initiative introuvable", "nl": "Initiatief niet gevonden", "en": "Initiative not found"}


class OwnInitiative(Refusal):
    """Support comes from others than whoever submitted the initiative."""

    titles = {
        "fr": "Une initiative est soutenue par d'autres que son auteur",
        "nl": "Een initiatief wordt door anderen dan de indiener gesteund",
        "en": "An initiative is supported by others than its author",
    }
    remedy = "Tell colleagues about it: they support it with PUT on the same address."


class SupportNeedsProfile(Refusal):
    """Members with a profile in the office support its initiatives."""

    titles = {
        "fr": "Il faut un profil pour soutenir une initiative",
        "nl": "Een profiel is nodig om een initiatief te steunen",
        "en": "A profile is needed to support an initiative",
    }
    remedy = "Write your profile with POST /members/v1/profiles/mine first."


class InitiativeIsFiliere(Refusal):
    """The initiative has become a filière proposal already."""

    titles = {
        "fr": "L'initiative est déjà devenue une proposition de filière",
        "nl": "Het initiatief is al een voorstel van filière geworden",
        "en": "The initiative has become a filière proposal already",
    }
    remedy = "Read the filière that the initiative names in `proposed_filiere_id`."
