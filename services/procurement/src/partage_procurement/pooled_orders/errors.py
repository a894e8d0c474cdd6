"""Why an order cannot be drafted, joined, run or settled as asked."""

from partage_kit.errors import NotFound, Refusal


class PooledOrderNotFound(NotFound):
    """No such order in the caller's office, or its office has not consented to it, or it is still a draft."""

    titles = {"fr": "Achat groupé introuvable", "nl": "Groepsaankoop niet gevonden", "en": "Pooled order not found"}


class CommitmentNotFound(NotFound):
    """This party has no commitment in the order."""

    titles = {
        "fr": "Aucun engagement dans cet achat groupé",
        "nl": "Geen toezegging in deze groepsaankoop",
        "en": "No commitment in this pooled order",
    }
    remedy = "Join the order with PUT while it is open."


class OrderNotOpen(Refusal):
    """The order is not open to changes: it has not begun, it is locked, or it has been decided."""

    titles = {
        "fr": "L'achat groupé n'est pas ouvert",
        "nl": "De groepsaankoop staat niet open",
        "en": "The pooled order is not open",
    }
    remedy = "Read the order: its state and its dates say when commitments can change."


class OrderForOtherMembers(Refusal):
    """The order is for members of certain filières or regions, and the caller is not one of them."""

    status = 403
    titles = {
        "fr": "Cet achat groupé s'adresse à d'autres membres",
        "nl": "Deze groepsaankoop is voor andere leden",
        "en": "This pooled order is for other members",
    }
    remedy = "The order names the filières and regions it is for; join the filière, or correct your profile."


class CapReached(Refusal):
    """The commitment would exceed the most that all parties together may commit to; nothing of it was taken.

    `may_still_add` says, by article, by how much this party may still raise its firm quantity.
    """

    titles = {
        "fr": "Le plafond de l'achat groupé est atteint",
        "nl": "De bovengrens van de groepsaankoop is bereikt",
        "en": "The cap of the pooled order is reached",
    }
    remedy = "Commit to no more than `may_still_add` on top of what you have."


class TopUpRuleBroken(Refusal):
    """In top-up a change may only complete what is started; `rules` names, by article, what the change would break."""

    titles = {
        "fr": "Pendant le complément, seul ce qui complète est accepté",
        "nl": "Tijdens de aanvulling wordt alleen aanvaard wat aanvult",
        "en": "In top-up only changes that complete boxes are taken",
    }
    remedy = "Add what is missing to the next box, or leave your commitment as it is."


class UnknownArticle(Refusal):
    """The order has no such article, or it is not bought."""

    status = 422
    titles = {
        "fr": "Article inconnu dans cet achat groupé",
        "nl": "Onbekend artikel in deze groepsaankoop",
        "en": "Unknown article in this pooled order",
    }
    remedy = "Use the article ids that the order lists."


class FiliereEnded(Refusal):
    """A filière that the order is for was rejected or closed."""

    status = 422
    titles = {
        "fr": "Cette filière n'existe plus",
        "nl": "Deze filière bestaat niet meer",
        "en": "This filière has ended",
    }
    remedy = "Leave the filière out of the order."


class OfferOfAnotherSupplier(Refusal):
    """The offer that the order is to use was made by another supplier."""

    status = 422
    titles = {
        "fr": "L'offre est d'un autre fournisseur",
        "nl": "Het aanbod is van een andere leverancier",
        "en": "The offer is of another supplier",
    }
    remedy = "Name an offer of the order's supplier, or none."


class HostOfficeOnly(Refusal):
    """Only the buyer of the office that hosts the order runs it; partner offices join."""

    status = 403
    titles = {
        "fr": "Seul le bureau hôte mène cet achat groupé",
        "nl": "Alleen het organiserende kantoor leidt deze groepsaankoop",
        "en": "Only the host office runs this pooled order",
    }
    remedy = "Ask the buyer of the office that the order names."


class ExtensionOver(Refusal):
    """The order was extended before, or the time in which it could be is over and its commitments are released."""

    titles = {
        "fr": "L'achat groupé ne peut plus être prolongé",
        "nl": "De groepsaankoop kan niet meer verlengd worden",
        "en": "The pooled order can no longer be extended",
    }
    remedy = "Draft a new order and invite the members to it."


class InvoiceDoesNotAddUp(Refusal):
    """The total of the supplier's invoice is not what its lines and their VAT, rounded once a rate, come to."""

    status = 422
    titles = {
        "fr": "La facture du fournisseur ne concorde pas",
        "nl": "De factuur van de leverancier klopt niet",
        "en": "The supplier's invoice does not add up",
    }
    remedy = "Compare each article's amount with the invoice; `expected` is what they come to."
