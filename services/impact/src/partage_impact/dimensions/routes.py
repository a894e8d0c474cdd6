"""The HTTP door of the dimensions."""

from partage_impact.dimensions.catalogue import EXPLANATIONS, NAMES, Dimension
from partage_kit.http.languages import ReaderLanguages
from partage_kit.http.routes import Router
from partage_kit.types import Shape, translated

router = Router(prefix="/dimensions", tags=["evaluations"])


class DimensionView(Shape):
    """A dimension in the reader's language."""

    code: Dimension
    name: str
    explanation: str


class DimensionList(Shape):
    """The six dimensions."""

    items: list[DimensionView]


@router.get("")
async def list_dimensions(languages: ReaderLanguages) -> DimensionList:
    """The six dimensions of social impact, in your language; open to everybody (recommendation 22)."""
    return DimensionList(
        items=[
            DimensionView(
                code=code,
                name=translated(NAMES[code], languages),
                explanation=translated(EXPLANATIONS[code], languages),
            )
            for code in Dimension
        ]
    )
