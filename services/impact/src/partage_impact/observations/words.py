"""The words in which formulas are told, in fr, nl and en."""

from collections.abc import Mapping
from dataclasses import dataclass

from partage_impact.indicators.predicates import Operator


@dataclass(frozen=True, slots=True)
class Words:
    """Templates of one language."""

    functions: Mapping[str, str]
    indicator: str
    ratio: str
    where: str
    year_to_date: str
    earlier: str
    comparisons: Mapping[Operator, str]
    member: str
    prefix: str
    present: str
    absent: str
    negation: str
    conjunction: str
    disjunction: str
    truths: Mapping[bool, str]


_FR = Words(
    functions={
        "count": "le nombre de : {rows}",
        "distinct_persons": "le nombre de personnes différentes parmi : {rows}",
        "distinct_values": "le nombre de valeurs différentes pour {field} parmi : {rows}",
        "sum": "la somme pour {field} sur : {rows}",
        "average": "la moyenne pour {field} sur : {rows}",
        "median": "la médiane pour {field} sur : {rows}",
        "min": "la plus petite valeur pour {field} parmi : {rows}",
        "max": "la plus grande valeur pour {field} parmi : {rows}",
        "share": "la part où {matching} parmi : {rows}",
        "value": "la valeur de {rows}",
    },
    indicator="l'indicateur {code}",
    ratio="{above}, divisé par {below}",
    where=", où {condition}",
    year_to_date=", depuis le début de l'année",
    earlier=", {periods} période(s) plus tôt",
    comparisons={
        Operator.EQUAL: "{left} est {right}",
        Operator.NOT_EQUAL: "{left} n'est pas {right}",
        Operator.LESS: "{left} est inférieur à {right}",
        Operator.AT_MOST: "{left} est au plus {right}",
        Operator.GREATER: "{left} est supérieur à {right}",
        Operator.AT_LEAST: "{left} est au moins {right}",
    },
    member="{left} est parmi {right}",
    prefix="{left} commence par {right}",
    present="{left} est connu",
    absent="{left} n'est pas connu",
    negation="il n'est pas vrai que ({inner})",
    conjunction="({left} et {right})",
    disjunction="({left} ou {right})",
    truths={True: "vrai", False: "faux"},
)
_NL = Words(
    functions={
        "count": "het aantal: {rows}",
        "distinct_persons": "het aantal verschillende personen onder: {rows}",
        "distinct_values": "het aantal verschillende waarden voor {field} onder: {rows}",
        "sum": "de som voor {field} over: {rows}",
        "average": "het gemiddelde voor {field} over: {rows}",
        "median": "de mediaan voor {field} over: {rows}",
        "min": "de kleinste waarde voor {field} onder: {rows}",
        "max": "de grootste waarde voor {field} onder: {rows}",
        "share": "het deel waarbij {matching} onder: {rows}",
        "value": "de waarde van {rows}",
    },
    indicator="de indicator {code}",
    ratio="{above}, gedeeld door {below}",
    where=", waarbij {condition}",
    year_to_date=", sinds het begin van het jaar",
    earlier=", {periods} periode(s) eerder",
    comparisons={
        Operator.EQUAL: "{left} gelijk is aan {right}",
        Operator.NOT_EQUAL: "{left} niet gelijk is aan {right}",
        Operator.LESS: "{left} kleiner is dan {right}",
        Operator.AT_MOST: "{left} hoogstens {right} is",
        Operator.GREATER: "{left} groter is dan {right}",
        Operator.AT_LEAST: "{left} minstens {right} is",
    },
    member="{left} een van {right} is",
    prefix="{left} begint met {right}",
    present="{left} bekend is",
    absent="{left} niet bekend is",
    negation="het niet zo is dat ({inner})",
    conjunction="({left} en {right})",
    disjunction="({left} of {right})",
    truths={True: "waar", False: "onwaar"},
)
_EN = Words(
    functions={
        "count": "the number of: {rows}",
        "distinct_persons": "the number of different persons among: {rows}",
        "distinct_values": "the number of different values for {field} among: {rows}",
        "sum": "the sum for {field} over: {rows}",
        "average": "the average for {field} over: {rows}",
        "median": "the median for {field} over: {rows}",
        "min": "the smallest value for {field} among: {rows}",
        "max": "the largest value for {field} among: {rows}",
        "share": "the share where {matching} among: {rows}",
        "value": "the value of {rows}",
    },
    indicator="the indicator {code}",
    ratio="{above}, divided by {below}",
    where=", where {condition}",
    year_to_date=", since the beginning of the year",
    earlier=", {periods} period(s) earlier",
    comparisons={
        Operator.EQUAL: "{left} is {right}",
        Operator.NOT_EQUAL: "{left} is not {right}",
        Operator.LESS: "{left} is less than {right}",
        Operator.AT_MOST: "{left} is at most {right}",
        Operator.GREATER: "{left} is more than {right}",
        Operator.AT_LEAST: "{left} is at least {right}",
    },
    member="{left} is one of {right}",
    prefix="{left} begins with {right}",
    present="{left} is known",
    absent="{left} is not known",
    negation="it is not so that ({inner})",
    conjunction="({left} and {right})",
    disjunction="({left} or {right})",
    truths={True: "true", False: "false"},
)

WORDS: Mapping[str, Words] = {"fr": _FR, "nl": _NL, "en": _EN}
