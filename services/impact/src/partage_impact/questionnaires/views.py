"""From questionnaires to the shapes that go out."""

from typing import Any

from partage_impact.questionnaires.models import texts_of
from partage_impact.questionnaires.questions import missing_cells
from partage_impact.questionnaires.schemas import LanguageList, LanguageView


def language_list(row: Any) -> LanguageList:
    """How far a questionnaire is translated into each language."""
    texts = texts_of(row)
    return LanguageList(
        items=[
            LanguageView(language=language, cells=len(texts), missing=missing[:100], complete=not missing)
            for language, missing in missing_cells(texts).items()
        ]
    )
