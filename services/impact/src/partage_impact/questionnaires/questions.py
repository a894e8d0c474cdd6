"""The kinds of questions, and their cells of text; pure."""

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import Annotated, Literal, Self

from pydantic import Field, PlainSerializer, TypeAdapter, model_validator

from partage_impact.values import ItemKey
from partage_kit.types import WRITTEN_DECIMAL, Language, Shape, Translations

DECIMALS = 4
Number = Annotated[
    Decimal,
    Field(ge=Decimal("-1e9"), le=Decimal("1e9"), max_digits=13, decimal_places=DECIMALS, allow_inf_nan=False),
    WRITTEN_DECIMAL,
    PlainSerializer(lambda value: f"{value:f}", return_type=str),
]
"""A decimal number with at most four decimals, as text on the wire."""

Whole = Annotated[int, Field(strict=True, ge=-1_000_000_000, le=1_000_000_000)]


class Option(Shape):
    """An answer to choose."""

    code: ItemKey
    label: Translations


class _Question(Shape):
    key: ItemKey
    label: Translations
    hint: Translations | None = None
    required: bool = False


class SelectOne(_Question):
    """Choose one option."""

    kind: Literal["select_one"] = "select_one"
    options: Annotated[list[Option], Field(min_length=2, max_length=60)]

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        if len({option.code for option in self.options}) != len(self.options):
            raise ValueError("each option code once")
        return self


class Likert(_Question):
    """Choose a point of a scale; the answer is its number, from 1."""

    kind: Literal["likert"] = "likert"
    points: Annotated[list[Translations], Field(min_length=3, max_length=11)]


class IntegerRange(_Question):
    """A whole number between two bounds, both included."""

    kind: Literal["integer"] = "integer"
    minimum: Whole
    maximum: Whole

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.minimum >= self.maximum:
            raise ValueError("the minimum lies below the maximum")
        return self


class DecimalRange(_Question):
    """A decimal number between two bounds, both included; the answer is text such as 12.5."""

    kind: Literal["decimal"] = "decimal"
    minimum: Number
    maximum: Number

    @model_validator(mode="after")
    def _in_order(self) -> Self:
        if self.minimum >= self.maximum:
            raise ValueError("the minimum lies below the maximum")
        return self


class OpenText(_Question):
    """A text of the answerer's own; it is never released as it is."""

    kind: Literal["text"] = "text"
    max_length: Annotated[int, Field(strict=True, ge=1, le=2_000)] = 500


Question = Annotated[SelectOne | Likert | IntegerRange | DecimalRange | OpenText, Field(discriminator="kind")]

QUESTIONS: TypeAdapter[list[Question]] = TypeAdapter(list[Question])
"""Reads the questions of a questionnaire as they are stored."""

Texts = Mapping[Language, str]


def cells(questions: Sequence[Question]) -> Iterator[tuple[str, Texts]]:
    """Every text of the questions that readers see, with its place as a JSON pointer."""
    for number, question in enumerate(questions):
        at = f"/questions/{number}"
        yield f"{at}/label", question.label
        if question.hint:
            yield f"{at}/hint", question.hint
        match question:
            case SelectOne(options=options):
                yield from ((f"{at}/options/{place}/label", one.label) for place, one in enumerate(options))
            case Likert(points=points):
                yield from ((f"{at}/points/{place}", one) for place, one in enumerate(points))


def missing_cells(texts: Sequence[tuple[str, Texts]]) -> dict[Language, list[str]]:
    """For each language the places that are not translated into it."""
    return {language: [place for place, text in texts if language not in text] for language in Language}
