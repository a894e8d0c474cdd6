"""Why an indicator cannot be defined or adopted as asked."""

from partage_kit.errors import NotFound, Refusal


class IndicatorNotFound(NotFound):
    """No such indicator, or no such version of it, in the caller's office."""

    titles = {"fr": "Indicateur introuvable", "nl": "Indicator niet gevonden", "en": "Indicator not found"}


class IndicatorCodeTaken(Refusal):
    """The office has an indicator with this code already; formulas name indicators by it."""

    titles = {
        "fr": "Ce code d'indicateur est déjà pris",
        "nl": "Deze indicatorcode is al in gebruik",
        "en": "This indicator code is taken",
    }
    remedy = "Choose another code, or draft a new version of the existing indicator."


class DraftExists(Refusal):
    """The indicator has a draft already; one change is prepared at a time."""

    titles = {
        "fr": "Un brouillon existe déjà",
        "nl": "Er bestaat al een ontwerp",
        "en": "There is a draft already",
    }
    remedy = "Change the draft, or adopt it first."


class VersionIsFinal(Refusal):
    """Only a draft can be changed, voted on and adopted; what was adopted stays as it is."""

    titles = {
        "fr": "Cette version ne change plus",
        "nl": "Deze versie verandert niet meer",
        "en": "This version does not change any more",
    }
    remedy = "Draft a new version; it says how it compares with this one: equal, bridged or break."


class NotAppraised(Refusal):
    """A version is adopted when people have voted on all seven checks and none of them came out red."""

    titles = {
        "fr": "L'examen des sept caractéristiques n'est pas favorable",
        "nl": "De toets van de zeven kenmerken is niet gunstig",
        "en": "The seven checks are not passed",
    }
    remedy = "Read the appraisal of the version: it lists the checks without votes and those that are red."


class ImpactStandsAlone(Refusal):
    """An impact indicator is adopted with a linked output and a linked outcome, both adopted (recommendation 23)."""

    titles = {
        "fr": "Un indicateur d'impact s'appuie sur une réalisation et un résultat",
        "nl": "Een impactindicator steunt op een realisatie en een resultaat",
        "en": "An impact indicator rests on an output and an outcome",
    }
    remedy = "Link an adopted output indicator and an adopted outcome indicator first."


class NothingMonetised(Refusal):
    """Amounts of money belong to the economic dimension, below the level of impact; nothing else has a price here."""

    titles = {
        "fr": "Rien n'est monétarisé ici",
        "nl": "Hier wordt niets in geld uitgedrukt",
        "en": "Nothing is monetised here",
    }
    remedy = "Count what happened instead, or move the indicator to an economic criterion below the level of impact."


class IndicatorsInACircle(Refusal):
    """Indicators would be made of each other."""

    titles = {
        "fr": "Ces indicateurs se définissent l'un par l'autre",
        "nl": "Deze indicatoren verwijzen naar elkaar",
        "en": "These indicators are made of each other",
    }
    remedy = "Take one of the named indicators out of the formula."
