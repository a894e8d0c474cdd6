"""Why an assessment cannot be written, judged or published as asked."""

from partage_kit.errors import NotFound, Refusal


class AssessmentNotFound(NotFound):
    """No such assessment in the caller's office, or one that is not published yet."""

    titles = {"fr": "Évaluation introuvable", "nl": "Beoordeling niet gevonden", "en": "Assessment not found"}


class EvidenceNotFound(NotFound):
    """The assessment has no such evidence."""

    titles = {"fr": "Preuve introuvable", "nl": "Bewijsstuk niet gevonden", "en": "Evidence not found"}


class AssessmentUnderWay(Refusal):
    """The supplier is being assessed against this charter version already."""

    titles = {
        "fr": "Une évaluation est déjà en cours",
        "nl": "Er loopt al een beoordeling",
        "en": "An assessment is under way already",
    }
    remedy = "Go on with the assessment that is open; the list shows it."


class CharterNotInForce(Refusal):
    """Suppliers are assessed against the adopted charter version only; one superseded counts until its grace ends."""

    titles = {
        "fr": "Cette version de la charte n'est pas en vigueur",
        "nl": "Deze versie van het charter geldt niet",
        "en": "This charter version is not in force",
    }
    remedy = "Take the version whose state is adopted."


class UnsoundAnswers(Refusal):
    """An answer breaks a rule of the charter, named by `rule`; `keys` are the criteria that break it.

    An eliminatory criterion always applies, "not applicable" needs a reason and covers at most 20 % of the weight.
    """

    status = 422
    titles = {
        "fr": "Cette réponse enfreint une règle de la charte",
        "nl": "Dit antwoord schendt een regel van het charter",
        "en": "This answer breaks a rule of the charter",
    }
    remedy = "Correct what `rule` and `keys` name. Nothing was changed."


class EvidenceExists(Refusal):
    """The same file already stands as evidence of this type."""

    titles = {
        "fr": "Cette preuve est déjà jointe",
        "nl": "Dit bewijsstuk is al toegevoegd",
        "en": "This evidence is attached already",
    }
    remedy = "Name the evidence that is attached in your answer; the list of evidence tells its id."


class FileDiffers(Refusal):
    """The file that was sent is not the one whose SHA-256 the evidence names."""

    status = 422
    titles = {
        "fr": "Ce n'est pas le fichier annoncé",
        "nl": "Dit is niet het aangekondigde bestand",
        "en": "This is not the file that was named",
    }
    remedy = "Send the file that the evidence was written for, or attach new evidence with the hash of this one."


class OwnWork(Refusal):
    """Whoever answered, attached evidence or submitted does not review or verify the same assessment."""

    status = 403
    titles = {
        "fr": "Personne ne contrôle son propre travail",
        "nl": "Niemand controleert eigen werk",
        "en": "Nobody reviews their own work",
    }
    remedy = "Ask a colleague who had no part in the answers."


class ConditionsNeeded(Refusal):
    """The outcome makes the supplier conditional, so its commitments and their last day must be given."""

    status = 422
    titles = {
        "fr": "Il faut des engagements et une échéance",
        "nl": "Er zijn verbintenissen en een einddatum nodig",
        "en": "Commitments and their last day are needed",
    }
    remedy = "Give `conditions` with `commitments` and `until`; the score explains what is missing."
