"""From waves, questionnaires and results to the shapes that go out."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from partage_impact.questionnaires.models import questions_of
from partage_impact.questionnaires.questions import DecimalRange, IntegerRange, Likert, OpenText, Question, SelectOne
from partage_impact.waves.models import state_on
from partage_impact.waves.results import ANSWERED, NONE, OneWay, decimal, is_few, percent
from partage_impact.waves.schemas import Choice, FormQuestion, FormView, Group, ResultView, WaveView
from partage_kit.types import Language, translated

_WAVE = (
    *("id", "title", "purpose", "mode", "questionnaire_id", "evaluation_id", "threshold", "languages"),
    *("opened_on", "closes_on", "closed_on", "needs_survey_id", "needs_question", "version"),
)
_WITHOUT_CHOICE = {
    NONE: {"fr": "Sans réponse", "nl": "Geen antwoord", "en": "No answer"},
    ANSWERED: {"fr": "Avec réponse", "nl": "Met antwoord", "en": "With an answer"},
}


def wave_view(wave: Any, day: date) -> WaveView:
    """A wave as it stands on a day."""
    return WaveView(state=state_on(wave, day), **{name: getattr(wave, name) for name in _WAVE})


def form_view(wave: Any, questionnaire: Any, wanted: tuple[str, ...]) -> FormView:
    """What a wave asks, in the first of its languages that the reader wants."""
    language = next((one for one in wanted if one in wave.languages), wave.languages[0])
    reader = (language,)
    return FormView(
        wave_id=wave.id,
        language=Language(language),
        title=translated(questionnaire.title, reader),
        introduction=translated(questionnaire.introduction, reader) if questionnaire.introduction else None,
        questions=[_form_question(question, reader) for question in questions_of(questionnaire)],
    )


def _form_question(question: Question, reader: tuple[str, ...]) -> FormQuestion:
    bounds = (question.minimum, question.maximum) if isinstance(question, IntegerRange | DecimalRange) else None
    choices = _choices(question, reader)
    return FormQuestion(
        key=question.key,
        kind=question.kind,
        label=translated(question.label, reader),
        hint=translated(question.hint, reader) if question.hint else None,
        required=question.required,
        choices=choices or None,
        minimum=str(bounds[0]) if bounds else None,
        maximum=str(bounds[1]) if bounds else None,
        max_length=question.max_length if isinstance(question, OpenText) else None,
    )


def _choices(question: Question, reader: tuple[str, ...]) -> Sequence[Choice]:
    match question:
        case SelectOne(options=options):
            return [Choice(answer=one.code, label=translated(one.label, reader)) for one in options]
        case Likert(points=points):
            return [Choice(answer=place, label=translated(one, reader)) for place, one in enumerate(points, start=1)]
    return []


def _labels(question: Question, reader: tuple[str, ...]) -> dict[str, str]:
    """What the groups of a question are called."""
    labels = {str(choice.answer): choice.label for choice in _choices(question, reader)}
    if isinstance(question, IntegerRange) and is_few(question):
        labels = {str(number): str(number) for number in range(question.minimum, question.maximum + 1)}
    return labels | {key: translated(texts, reader) for key, texts in _WITHOUT_CHOICE.items()}


def result_view(wave: Any, question: Question, k: int, told: OneWay, reader: tuple[str, ...]) -> ResultView:
    """The result of one question, hidden groups as null."""
    labels = _labels(question, reader)
    return ResultView(
        wave_id=wave.id,
        question=question.key,
        kind=question.kind,
        label=translated(question.label, reader),
        threshold=k,
        n=told.n,
        groups=[
            Group(answer=key.lstrip("*"), label=labels[key], count=count, share=percent(count, told.n))
            for key, count in told.counts.items()
        ],
        mean=decimal(told.mean, 2),
    )
