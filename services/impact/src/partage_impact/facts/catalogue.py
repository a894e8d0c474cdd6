"""The types of facts: what each is about, and which fields its rows have.

A type is what formulas name as their source; `home` is the service whose events make its facts. Measures are whole
numbers in the smallest unit (cents, minutes), so that sums are exact.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from partage_impact.indicators.catalogue import SourceSchema
from partage_impact.indicators.predicates import FieldKind

Names = Mapping[str, str]


class About(StrEnum):
    """Whom a fact tells of; disclosure control counts persons by it."""

    PERSONS = "persons"
    """One person, whose key every row has."""
    GROUPS = "groups"
    """A known number of persons, none of them named."""
    THINGS = "things"
    """Nobody."""


@dataclass(frozen=True, slots=True)
class FactType:
    """One type of facts. `fields` names dimensions and measures in fr, nl and en; `money` are measures in cents."""

    code: str
    home: str
    about: About
    names: Names
    fields: Mapping[str, Names]
    schema: SourceSchema
    money: frozenset[str] = frozenset()


_TEXT, _NUMBER = FieldKind.TEXT, FieldKind.NUMBER

_COUNTRY = {"fr": "le pays", "nl": "het land", "en": "the country"}
_CURRENCY = {"fr": "la devise", "nl": "de munt", "en": "the currency"}
_CATEGORY = {"fr": "la catégorie d'achat", "nl": "de aankoopcategorie", "en": "the purchase category"}
_FILIERE = {"fr": "la filière", "nl": "de filière", "en": "the filière"}
_TOPIC = {"fr": "le sujet", "nl": "het onderwerp", "en": "the topic"}
_GROUP = {"fr": "le groupe", "nl": "de groep", "en": "the group"}
_AMOUNT = {"fr": "la quantité", "nl": "de hoeveelheid", "en": "the amount"}

_MEMBER_REGISTERED = FactType(
    "member_registered",
    "members",
    About.PERSONS,
    {"fr": "adhésions de membres", "nl": "nieuwe leden", "en": "members who joined the cooperative"},
    {
        "country": _COUNTRY,
        "stage": {"fr": "l'étape de l'activité", "nl": "de fase van de activiteit", "en": "the stage of the activity"},
        "trade": {"fr": "le métier principal", "nl": "het hoofdberoep", "en": "the main trade"},
        "sector": {"fr": "le secteur principal", "nl": "de hoofdsector", "en": "the main sector"},
    },
    SourceSchema({"country": _TEXT, "stage": _TEXT, "trade": _TEXT, "sector": _TEXT}),
)
_MEMBERSHIP_JOINED = FactType(
    "membership_joined",
    "members",
    About.PERSONS,
    {"fr": "entrées dans une filière", "nl": "toetredingen tot een filière", "en": "joinings of a filière"},
    {
        "filiere": _FILIERE,
        "kind": {"fr": "le genre de filière", "nl": "het soort filière", "en": "the kind of filière"},
    },
    SourceSchema({"filiere": _TEXT, "kind": _TEXT}),
)
_POOLED_ORDER_SETTLED = FactType(
    "pooled_order_settled",
    "procurement",
    About.GROUPS,
    {"fr": "achats groupés réglés", "nl": "afgerekende groepsaankopen", "en": "settled pooled orders"},
    {
        "kind": {"fr": "le genre d'achat", "nl": "het soort aankoop", "en": "the kind of purchase"},
        "currency": _CURRENCY,
        "basis": {"fr": "net ou brut", "nl": "netto of bruto", "en": "net or gross"},
        "category": _CATEGORY,
        "filiere": _FILIERE,
        "members": {"fr": "le nombre de membres", "nl": "het aantal leden", "en": "the number of members"},
        "lines": {"fr": "le nombre d'articles", "nl": "het aantal artikelen", "en": "the number of articles"},
        "total": {"fr": "le montant (en centimes)", "nl": "het bedrag (in centen)", "en": "the total (in cents)"},
        "logistics": {
            "fr": "le coût de la logistique (en centimes)",
            "nl": "de logistieke kosten (in centen)",
            "en": "the logistics costs (in cents)",
        },
        "saving": {"fr": "l'économie (en centimes)", "nl": "de besparing (in centen)", "en": "the saving (in cents)"},
    },
    SourceSchema(
        dict.fromkeys(("kind", "currency", "basis", "category", "filiere"), _TEXT),
        frozenset({"members", "lines", "total", "logistics", "saving"}),
    ),
    money=frozenset({"total", "logistics", "saving"}),
)
_OFFER_REDEEMED = FactType(
    "offer_redeemed",
    "procurement",
    About.PERSONS,
    {"fr": "offres utilisées", "nl": "gebruikte aanbiedingen", "en": "uses of negotiated offers"},
    {
        "category": _CATEGORY,
        "supplier": {"fr": "le fournisseur", "nl": "de leverancier", "en": "the supplier"},
    },
    SourceSchema({"category": _TEXT, "supplier": _TEXT}),
)
_SUPPLIER_STANDING = FactType(
    "supplier_standing_changed",
    "procurement",
    About.THINGS,
    {
        "fr": "changements de statut de fournisseurs",
        "nl": "statuswijzigingen van leveranciers",
        "en": "changes in the standing of suppliers",
    },
    {
        "kind": {"fr": "le genre de fournisseur", "nl": "het soort leverancier", "en": "the kind of supplier"},
        "previous": {"fr": "le statut précédent", "nl": "de vorige status", "en": "the previous standing"},
        "standing": {"fr": "le nouveau statut", "nl": "de nieuwe status", "en": "the new standing"},
        "label": {"fr": "le label", "nl": "het label", "en": "the label"},
        "supplier": {"fr": "le fournisseur", "nl": "de leverancier", "en": "the supplier"},
    },
    SourceSchema(dict.fromkeys(("kind", "previous", "standing", "label", "supplier"), _TEXT)),
)
_PERSON_NOTED = FactType(
    "person_noted",
    "entry",
    About.PERSONS,
    {
        "fr": "constats sur une personne",
        "nl": "vaststellingen over een persoon",
        "en": "observations about one person",
    },
    {"topic": _TOPIC, "group": _GROUP, "amount": _AMOUNT},
    SourceSchema({"topic": _TEXT, "group": _TEXT}, frozenset({"amount"})),
)
_THING_NOTED = FactType(
    "thing_noted",
    "entry",
    About.THINGS,
    {
        "fr": "constats sur la coopérative",
        "nl": "vaststellingen over de coöperatie",
        "en": "observations about the cooperative",
    },
    {"topic": _TOPIC, "group": _GROUP, "amount": _AMOUNT},
    SourceSchema({"topic": _TEXT, "group": _TEXT}, frozenset({"amount"})),
)

FACT_TYPES: Mapping[str, FactType] = {
    one.code: one
    for one in (
        _MEMBER_REGISTERED,
        _MEMBERSHIP_JOINED,
        _POOLED_ORDER_SETTLED,
        _OFFER_REDEEMED,
        _SUPPLIER_STANDING,
        _PERSON_NOTED,
        _THING_NOTED,
    )
}


def types_of(home: str) -> tuple[FactType, ...]:
    """The types that the events of one service make."""
    return tuple(one for one in FACT_TYPES.values() if one.home == home)
