"""The words in which formulas are told, in fr, nl and en.

Names of fields come with their article ("la devise"), names of facts are plurals without one ("offres utilisées").
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from partage_impact.indicators.predicates import Operator


@dataclass(frozen=True, slots=True)
class Words:
    """Templates of one language: of facts, and of another indicator. `earlier` is told of one period and of more."""

    of_facts: Mapping[str, str]
    of_indicator: Mapping[str, str]
    of: Callable[[str], str]
    ratio: str
    where: str
    year_to_date: str
    earlier: tuple[str, str]
    comparisons: Mapping[Operator, str]
    member: str
    prefix: str
    present: str
    absent: str
    negation: str
    conjunction: str
    disjunction: str
    truths: Mapping[bool, str]
    quoted: str


def _french_of(what: str) -> str:
    """`de` before a name, drawn together with its article or its vowel."""
    for article, joined in (("le ", "du "), ("les ", "des ")):
        if what.startswith(article):
            return joined + what.removeprefix(article)
    return f"d'{what}" if what[:1] in "aeiouyhâéèêô" else f"de {what}"


_FR = Words(
    of_facts={
        "count": "le nombre {of_rows}",
        "distinct_persons": "le nombre de personnes différentes concernées par les {rows}",
        "distinct_values": "le nombre de valeurs différentes {of_field} parmi les {rows}",
        "sum": "la somme {of_field} pour les {rows}",
        "average": "la moyenne {of_field} pour les {rows}",
        "median": "la médiane {of_field} pour les {rows}",
        "min": "la plus petite valeur {of_field} parmi les {rows}",
        "max": "la plus grande valeur {of_field} parmi les {rows}",
        "share": "la part, parmi les {rows}, des cas où {matching}",
    },
    of_indicator={
        "value": "la valeur de l'indicateur {code}",
        "sum": "la somme des valeurs de l'indicateur {code}",
        "average": "la moyenne des valeurs de l'indicateur {code}",
        "median": "la médiane des valeurs de l'indicateur {code}",
        "min": "la plus petite valeur de l'indicateur {code}",
        "max": "la plus grande valeur de l'indicateur {code}",
    },
    of=_french_of,
    ratio="le rapport entre {above} et {below}",
    where=" lorsque {condition}",
    year_to_date=", depuis le début de l'année",
    earlier=(", une période plus tôt", ", {periods} périodes plus tôt"),
    comparisons={
        Operator.EQUAL: "{left} est {right}",
        Operator.NOT_EQUAL: "{left} n'est pas {right}",
        Operator.LESS: "{left} est de moins de {right}",
        Operator.AT_MOST: "{left} est de {right} au plus",
        Operator.GREATER: "{left} est de plus de {right}",
        Operator.AT_LEAST: "{left} est de {right} au moins",
    },
    member="{left} est l'une des valeurs {right}",
    prefix="{left} commence par {right}",
    present="on connaît {left}",
    absent="on ne connaît pas {left}",
    negation="il n'est pas vrai que ({inner})",
    conjunction="({left} et {right})",
    disjunction="({left} ou {right})",
    truths={True: "vrai", False: "faux"},
    quoted="«\N{NO-BREAK SPACE}{text}\N{NO-BREAK SPACE}»",
)
_NL = Words(
    of_facts={
        "count": "het aantal {rows}",
        "distinct_persons": "het aantal verschillende personen bij de {rows}",
        "distinct_values": "het aantal verschillende waarden {of_field} bij de {rows}",
        "sum": "de som {of_field} over de {rows}",
        "average": "het gemiddelde {of_field} over de {rows}",
        "median": "de mediaan {of_field} over de {rows}",
        "min": "de kleinste waarde {of_field} bij de {rows}",
        "max": "de grootste waarde {of_field} bij de {rows}",
        "share": "het deel van de {rows} waarbij {matching}",
    },
    of_indicator={
        "value": "de waarde van de indicator {code}",
        "sum": "de som van de waarden van de indicator {code}",
        "average": "het gemiddelde van de waarden van de indicator {code}",
        "median": "de mediaan van de waarden van de indicator {code}",
        "min": "de kleinste waarde van de indicator {code}",
        "max": "de grootste waarde van de indicator {code}",
    },
    of="van {}".format,
    ratio="de verhouding tussen {above} en {below}",
    where=" waarbij {condition}",
    year_to_date=", sinds het begin van het jaar",
    earlier=(", één periode eerder", ", {periods} perioden eerder"),
    comparisons={
        Operator.EQUAL: "{left} {right} is",
        Operator.NOT_EQUAL: "{left} niet {right} is",
        Operator.LESS: "{left} minder dan {right} is",
        Operator.AT_MOST: "{left} hoogstens {right} is",
        Operator.GREATER: "{left} meer dan {right} is",
        Operator.AT_LEAST: "{left} minstens {right} is",
    },
    member="{left} een van de waarden {right} is",
    prefix="{left} begint met {right}",
    present="{left} bekend is",
    absent="{left} niet bekend is",
    negation="het niet zo is dat ({inner})",
    conjunction="({left} en {right})",
    disjunction="({left} of {right})",
    truths={True: "waar", False: "onwaar"},
    quoted="“{text}”",
)
_EN = Words(
    of_facts={
        "count": "the number of {rows}",
        "distinct_persons": "the number of different persons among the {rows}",
        "distinct_values": "the number of different values {of_field} among the {rows}",
        "sum": "the sum {of_field} over the {rows}",
        "average": "the average {of_field} over the {rows}",
        "median": "the median {of_field} over the {rows}",
        "min": "the smallest value {of_field} among the {rows}",
        "max": "the largest value {of_field} among the {rows}",
        "share": "the share of the {rows} where {matching}",
    },
    of_indicator={
        "value": "the value of the indicator {code}",
        "sum": "the sum of the values of the indicator {code}",
        "average": "the average of the values of the indicator {code}",
        "median": "the median of the values of the indicator {code}",
        "min": "the smallest value of the indicator {code}",
        "max": "the largest value of the indicator {code}",
    },
    of="of {}".format,
    ratio="{above}, divided by {below}",
    where=" where {condition}",
    year_to_date=", since the beginning of the year",
    earlier=(", one period earlier", ", {periods} periods earlier"),
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
    quoted="“{text}”",
)

WORDS: Mapping[str, Words] = {"fr": _FR, "nl": _NL, "en": _EN}
