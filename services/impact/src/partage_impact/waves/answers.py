"""What is wrong with answers to a questionnaire; pure."""

import re
from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal

from partage_impact.questionnaires.questions import (
    DecimalRange,
    IntegerRange,
    Likert,
    OpenText,
    Question,
    SelectOne,
)
from partage_kit.types import readable

_DECIMAL = re.compile(r"-?(0|[1-9][0-9]{0,9})(\.[0-9]{1,4})?", re.ASCII)


def wrong_answers(questions: Sequence[Question], answers: Mapping[str, int | str]) -> list[dict[str, str]]:
    """Every wrong place of a set of answers, as JSON pointers with an explanation."""
    by_key = {question.key: question for question in questions}
    return [{"pointer": f"/body/answers/{key}", "detail": detail} for key, detail in _wrong(by_key, answers)]


def _wrong(questions: Mapping[str, Question], answers: Mapping[str, int | str]) -> Iterator[tuple[str, str]]:
    for key in answers:
        if key not in questions:
            yield key, "no such question"
    for key, question in questions.items():
        if key not in answers:
            if question.required:
                yield key, "an answer is needed"
        elif (detail := _fault(question, answers[key])) is not None:
            yield key, detail


def _fault(question: Question, answer: int | str) -> str | None:
    match question:
        case SelectOne(options=options):
            return None if answer in {option.code for option in options} else "none of the options"
        case Likert(points=points):
            return _outside(answer, 1, len(points))
        case IntegerRange(minimum=minimum, maximum=maximum):
            return _outside(answer, minimum, maximum)
        case DecimalRange(minimum=minimum, maximum=maximum):
            if not isinstance(answer, str) or not _DECIMAL.fullmatch(answer):
                return "a decimal number as text, such as 12.5"
            return None if minimum <= Decimal(answer) <= maximum else f"not from {minimum} to {maximum}"
        case OpenText(max_length=longest):
            if not isinstance(answer, str) or not 0 < len(answer) <= longest:
                return f"a text of 1 to {longest} characters"
            return _unreadable(answer)


def _unreadable(answer: str) -> str | None:
    try:
        readable(answer)
    except ValueError as error:
        return str(error)
    return None


def _outside(answer: int | str, minimum: int, maximum: int) -> str | None:
    if isinstance(answer, int) and minimum <= answer <= maximum:
        return None
    return f"not a whole number from {minimum} to {maximum}"
