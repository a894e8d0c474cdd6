"""Why an export cannot be read or answered as asked."""

from partage_kit.errors import NotFound, Refusal


class DataExportNotFound(NotFound):
    """No such export that the caller may see."""

    titles = {
        "fr": "Export de données introuvable",
        "nl": "Gegevensexport niet gevonden",
        "en": "Data export not found",
    }


class ArchiveNotReady(Refusal):
    """The archive is still being put together."""

    titles = {
        "fr": "L'archive n'est pas encore prête",
        "nl": "Het archief is nog niet klaar",
        "en": "The archive is not ready yet",
    }
    remedy = "Read the export again in some seconds: its state tells when it is ready."


class ArchiveExpired(Refusal):
    """The archive was there for seven days and is gone: what is copied about a person is not left lying about."""

    status = 410
    titles = {"fr": "L'archive a expiré", "nl": "Het archief is verlopen", "en": "The archive has expired"}
    remedy = "Ask for a new one, with POST /members/v1/data-exports/mine."
