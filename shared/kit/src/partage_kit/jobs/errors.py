"""Why a job is not shown, or not changed as asked."""

from partage_kit.errors import NotFound, Refusal


class JobNotFound(NotFound):
    """No such job of the caller's, or for the staff of the office none in the office; what has expired is gone."""

    titles = {"fr": "Tâche introuvable", "nl": "Taak niet gevonden", "en": "Job not found"}


class JobEnded(Refusal):
    """The job has ended: there is nothing left to cancel."""

    titles = {"fr": "La tâche est déjà terminée", "nl": "De taak is al afgelopen", "en": "The job has already ended"}
    remedy = "Read the job: its state says how it ended."


class JobNotFinished(Refusal):
    """The job is still at work: its report is not whole yet, and begins anew when rows have to be checked again."""

    titles = {
        "fr": "La tâche n'est pas terminée",
        "nl": "De taak is nog niet afgelopen",
        "en": "The job has not finished",
    }
    remedy = "Read the job until its state is done, failed or cancelled, then its report."


class JobFileTooLarge(Refusal):
    """The result of a job is larger than what is kept of one."""

    status = 413
    titles = {
        "fr": "Le résultat de la tâche est trop grand",
        "nl": "Het resultaat van de taak is te groot",
        "en": "The result of the job is too large",
    }
    remedy = "Ask for less at once, such as a shorter period."
