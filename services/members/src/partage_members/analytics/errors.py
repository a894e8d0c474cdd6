"""Why counts are not told, or no snapshot is made."""

from partage_kit.errors import NotFound, Refusal


class SnapshotNotFound(NotFound):
    """No such snapshot for the caller: of this office, period and audience."""

    titles = {"fr": "Instantané introuvable", "nl": "Momentopname niet gevonden", "en": "Snapshot not found"}


class CellNotFound(NotFound):
    """The table has no such row or column."""

    titles = {
        "fr": "Ligne ou colonne introuvable",
        "nl": "Rij of kolom niet gevonden",
        "en": "Row or column not found",
    }


class SnapshotAskedFor(Refusal):
    """A snapshot of today was asked for before; there is one a day, and it never changes."""

    titles = {
        "fr": "Un instantané du jour est déjà demandé",
        "nl": "Er is al een momentopname van vandaag gevraagd",
        "en": "A snapshot of today is asked for already",
    }
    remedy = "Read the snapshots with GET /members/v1/analytics/snapshots, or ask again tomorrow."
