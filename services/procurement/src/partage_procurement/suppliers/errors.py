"""Why a supplier cannot be written or decided upon as asked."""

from partage_kit.errors import NotFound, Refusal


class SupplierNotFound(NotFound):
    """No such supplier in the caller's office."""

    titles = {"fr": "Fournisseur introuvable", "nl": "Leverancier niet gevonden", "en": "Supplier not found"}


class SupplierExists(Refusal):
    """The office already knows a supplier with this VAT or enterprise number."""

    titles = {
        "fr": "Ce fournisseur est déjà connu",
        "nl": "Deze leverancier is al bekend",
        "en": "This supplier is already known",
    }
    remedy = "Look the supplier up in the list; a legal entity is one supplier."


class WrongRegistrationNumber(Refusal):
    """A VAT or enterprise number breaks a rule of its country: its format, its length, its check digits or a part."""

    status = 422
    titles = {
        "fr": "Numéro de TVA ou d'entreprise incorrect",
        "nl": "Onjuist btw- of ondernemingsnummer",
        "en": "Wrong VAT or enterprise number",
    }
    remedy = "Copy the number from an invoice or from the public register of the country."


class SupplierBlocked(Refusal):
    """The supplier takes part in no offer and in no pooled order now: it is not referenced yet, refused, suspended,
    delisted, or its conditions ran out."""

    titles = {
        "fr": "Ni offre ni achat groupé avec ce fournisseur pour le moment",
        "nl": "Voorlopig geen aanbod en geen groepsaankoop met deze leverancier",
        "en": "No offer and no pooled order with this supplier for now",
    }
    remedy = "Read the supplier: its standing and reason say what the buyer decided."


class ConflictOfInterest(Refusal):
    """The caller declared an interest in this supplier and takes no part in judging it."""

    status = 403
    titles = {
        "fr": "Un intérêt déclaré empêche de juger ce fournisseur",
        "nl": "Een aangegeven belang verhindert een oordeel over deze leverancier",
        "en": "A declared interest forbids judging this supplier",
    }
    remedy = "Ask a colleague without an interest in the supplier."


class InterestAlreadyDeclared(Refusal):
    """The caller's interest in this supplier is on record already."""

    titles = {
        "fr": "Cet intérêt est déjà déclaré",
        "nl": "Dit belang is al aangegeven",
        "en": "This interest is already declared",
    }
    remedy = "Nothing more is needed; the list of interests shows what is on record."
