"""Why a category cannot be shown or used."""

from partage_kit.errors import NotFound, Refusal


class CategoryNotFound(NotFound):
    """The catalogue has no such code."""

    titles = {"fr": "Catégorie introuvable", "nl": "Categorie niet gevonden", "en": "Category not found"}


class UnknownCategory(Refusal):
    """A category code is not in the catalogue of this service."""

    status = 422
    titles = {"fr": "Catégorie d'achat inconnue", "nl": "Onbekende aankoopcategorie", "en": "Unknown category"}
    remedy = "Look the code up with GET /procurement/v1/categories."
