"""What offers keep of persons."""

from partage_kit.personal_data import DataClass, Impersonal, Names, PersonalData, Rule
from partage_kit.tables import table_of
from partage_procurement.offers.models import Offer, Redemption, offer_facets

DATA = PersonalData(
    (
        DataClass(
            "offers_used",
            {"fr": "Offres que vous avez utilisées", "nl": "Aanbiedingen die u gebruikte", "en": "Offers you used"},
            table_of(Redemption),
            {"member_id": Names.MEMBER},
            Rule.PSEUDONYMISE,
            exported=("offer_id", "used_on", "recorded_at"),
        ),
    ),
    (
        Impersonal(
            table_of(Offer),
            (
                "title",
                "description",
                "category",
                "unit",
                "currency",
                "tiers",
                "conditions",
                "procedure",
                "origin",
                "labels",
                "repairability",
                "territories",
                "filieres",
                "withdrawal_reason",
            ),
            "what an enterprise offers",
        ),
        Impersonal(offer_facets, ("kind", "code"), "codes of offers"),
    ),
)
