"""The six dimensions of social impact."""

from collections.abc import Mapping
from enum import StrEnum


class Dimension(StrEnum):
    """One of the six."""

    SOCIAL = "social"
    SOCIETAL = "societal"
    ECONOMIC = "economic"
    TERRITORIAL = "territorial"
    ECOLOGICAL = "ecological"
    POLITICAL = "political"


NAMES: Mapping[Dimension, Mapping[str, str]] = {
    Dimension.SOCIAL: {"fr": "Sociale", "nl": "Sociaal", "en": "Social"},
    Dimension.SOCIETAL: {"fr": "Sociétale", "nl": "Maatschappelijk", "en": "Societal"},
    Dimension.ECONOMIC: {"fr": "Économique", "nl": "Economisch", "en": "Economic"},
    Dimension.TERRITORIAL: {"fr": "Territoriale", "nl": "Territoriaal", "en": "Territorial"},
    Dimension.ECOLOGICAL: {"fr": "Environnementale", "nl": "Ecologisch", "en": "Ecological"},
    Dimension.POLITICAL: {"fr": "Politique", "nl": "Politiek", "en": "Political"},
}

EXPLANATIONS: Mapping[Dimension, Mapping[str, str]] = {
    Dimension.SOCIAL: {
        "fr": "Ce qui change pour les personnes : parcours, protection, liens, bien-être au travail.",
        "nl": "Wat er voor mensen verandert: loopbaan, bescherming, banden, welzijn op het werk.",
        "en": "What changes for people: careers, protection, ties, well-being at work.",
    },
    Dimension.SOCIETAL: {
        "fr": "Ce qui change dans la société : représentations du travail, réponses à des besoins communs.",
        "nl": "Wat er in de samenleving verandert: kijk op werk, antwoorden op gedeelde behoeften.",
        "en": "What changes in society: how work is seen, answers to common needs.",
    },
    Dimension.ECONOMIC: {
        "fr": "Ce qui change dans les revenus, les coûts et les échanges entre membres.",
        "nl": "Wat er verandert in inkomens, kosten en de handel tussen leden.",
        "en": "What changes in incomes, costs and the trade between members.",
    },
    Dimension.TERRITORIAL: {
        "fr": "Ce qui change là où les membres travaillent : ancrage local, présence, coopérations.",
        "nl": "Wat er verandert waar leden werken: lokale verankering, aanwezigheid, samenwerking.",
        "en": "What changes where members work: local roots, presence, cooperation.",
    },
    Dimension.ECOLOGICAL: {
        "fr": "Ce qui change pour l'environnement : achats, partage, réemploi, déplacements.",
        "nl": "Wat er verandert voor het milieu: aankopen, delen, hergebruik, verplaatsingen.",
        "en": "What changes for the environment: purchases, sharing, reuse, travel.",
    },
    Dimension.POLITICAL: {
        "fr": "Ce qui change dans le pouvoir d'agir : participation, gouvernance, droits collectifs.",
        "nl": "Wat er verandert in zeggenschap: deelname, bestuur, collectieve rechten.",
        "en": "What changes in the power to act: participation, governance, collective rights.",
    },
}
