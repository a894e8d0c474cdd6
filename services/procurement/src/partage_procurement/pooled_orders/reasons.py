"""Why, in the reader's language: a sentence for each code that a decision, an allotment or a bill gives."""

from collections.abc import Mapping

from partage_kit.types import translated
from partage_procurement.pooled_orders.schemas.results import Reason

SENTENCES: Mapping[str, Mapping[str, str]] = {
    "firm_in_full": {
        "fr": "La quantité ferme est servie en entier.",
        "nl": "De vaste hoeveelheid wordt volledig geleverd.",
        "en": "The firm quantity is served in full.",
    },
    "firm_and_tolerance": {
        "fr": "La quantité ferme est servie, et une part de la quantité tolérée complète un colis.",
        "nl": "De vaste hoeveelheid wordt geleverd, en een deel van de tolerantie vult een doos aan.",
        "en": "The firm quantity is served, and some of the tolerated quantity completes a box.",
    },
    "shortage_shared": {
        "fr": "Il y a moins que la demande ferme ; le manque est réparti aussi également que possible.",
        "nl": "Er is minder dan de vaste vraag; het tekort wordt zo gelijk mogelijk verdeeld.",
        "en": "There is less than the firm demand; the shortage is spread as evenly as possible.",
    },
    "supply_used_up_earlier": {
        "fr": "Les engagements plus anciens sont servis d'abord et ont épuisé une partie de l'offre.",
        "nl": "Vroegere toezeggingen gaan voor en hebben een deel van het aanbod opgebruikt.",
        "en": "Earlier commitments are served first and have used up some of the supply.",
    },
    "nothing_supplied": {
        "fr": "Rien de cet article n'a été fourni.",
        "nl": "Van dit artikel is niets geleverd.",
        "en": "Nothing of this article was supplied.",
    },
    "tolerance_not_needed": {
        "fr": "La quantité tolérée n'était pas nécessaire pour compléter un colis.",
        "nl": "De tolerantie was niet nodig om een doos aan te vullen.",
        "en": "The tolerated quantity was not needed to complete a box.",
    },
    "price_over_ceiling": {
        "fr": "Le prix dépasse le plafond donné.",
        "nl": "De prijs ligt boven het opgegeven maximum.",
        "en": "The price is above the ceiling that was given.",
    },
    "price_and_share_over_ceiling": {
        "fr": "Le prix et la part de logistique dépassent ensemble le plafond donné.",
        "nl": "De prijs en het aandeel in de logistiek liggen samen boven het opgegeven maximum.",
        "en": "The price and the share of logistics together are above the ceiling that was given.",
    },
    "article_without_firm_demand": {
        "fr": "Personne ne s'est engagé fermement pour cet article.",
        "nl": "Niemand heeft zich vast verbonden voor dit artikel.",
        "en": "Nobody committed firmly to this article.",
    },
    "article_below_a_box": {
        "fr": "La demande ne remplit pas un colis.",
        "nl": "De vraag vult geen doos.",
        "en": "The demand does not fill a box.",
    },
    "article_below_its_minimum": {
        "fr": "La demande n'atteint pas le minimum de cet article.",
        "nl": "De vraag haalt het minimum van dit artikel niet.",
        "en": "The demand does not reach the minimum of this article.",
    },
    "article_below_its_first_tier": {
        "fr": "Le volume n'atteint pas le premier palier de prix.",
        "nl": "Het volume haalt de eerste prijsschijf niet.",
        "en": "The volume does not reach the first price tier.",
    },
    "article_priced_above_its_reference": {
        "fr": "Le prix atteint reste au-dessus du prix de référence.",
        "nl": "De bereikte prijs blijft boven de referentieprijs.",
        "en": "The price that was reached is still above the reference price.",
    },
    "no_article_left": {
        "fr": "Aucun article ne peut être acheté.",
        "nl": "Geen enkel artikel kan worden gekocht.",
        "en": "No article can be bought.",
    },
    "order_minimum_missed": {
        "fr": "Le minimum de la commande n'est pas atteint.",
        "nl": "Het minimum van de bestelling is niet gehaald.",
        "en": "The minimum of the order was missed.",
    },
    "logistics_above_gains": {
        "fr": "La logistique coûterait plus que ce que l'achat groupé rapporte.",
        "nl": "De logistiek zou meer kosten dan de groepsaankoop opbrengt.",
        "en": "Logistics would cost more than buying together gains.",
    },
    "received": {
        "fr": "Pour ce qui a été reçu.",
        "nl": "Voor wat is ontvangen.",
        "en": "For what was received.",
    },
    "share": {
        "fr": "Part de la logistique.",
        "nl": "Aandeel in de logistiek.",
        "en": "Share of the logistics.",
    },
    "not_taken": {
        "fr": "Livré, mais pris par personne.",
        "nl": "Geleverd, maar door niemand afgenomen.",
        "en": "Delivered, but taken by nobody.",
    },
    "logistics_excess": {
        "fr": "Logistique au-delà de ce qui a été admis à la clôture.",
        "nl": "Logistiek boven wat bij de afsluiting werd aanvaard.",
        "en": "Logistics beyond what was admitted at the lock.",
    },
    "over_ceiling": {
        "fr": "Ce qui dépasse le plafond d'une ligne.",
        "nl": "Wat boven het maximum van een regel uitkomt.",
        "en": "What exceeds the ceiling of a line.",
    },
}


def reason(code: str, languages: tuple[str, ...]) -> Reason:
    """A code with its sentence in the first wanted language."""
    return Reason(code=code, text=translated(SENTENCES[code], languages))
