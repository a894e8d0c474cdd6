"""The HTTP door of the categories; open to everybody, as forms need them before a login."""

from typing import Annotated

from fastapi import Query

from partage_kit.errors import Invalid
from partage_kit.http.pages import Page, PageOf, Paging
from partage_kit.http.problems import problems
from partage_kit.http.routes import Router
from partage_kit.types import Shape
from partage_procurement.categories.catalogue import Category, CategoryKind, categories, find_categories
from partage_procurement.categories.errors import CategoryNotFound
from partage_procurement.values import CategoryCode

router = Router(prefix="/categories", tags=["categories"])


class CategoryView(Shape):
    """A category of the CPV with its labels in fr, nl and en; `parent` is the code above it."""

    code: str
    parent: str | None
    kind: CategoryKind
    labels: dict[str, str]


@router.get("")
async def list_categories(
    paging: Paging,
    query: Annotated[
        str, Query(max_length=100, description="words, or beginnings of words, in any of the languages; or a code")
    ] = "",
    kind: CategoryKind | None = None,
    parent: Annotated[CategoryCode | None, Query(description="only those directly below this code")] = None,
) -> Page[CategoryView]:
    """Look a category up while somebody types; by code, accents and capitals make no difference."""
    found = _behind_cursor(find_categories(query, kind, parent), paging)
    following = found[paging.limit - 1].code if len(found) > paging.limit else None
    paging.announce(following)
    return Page(items=[_view(category) for category in found[: paging.limit]], next=following)


@router.get("/{code}", responses=problems(CategoryNotFound))
async def read_category(code: str) -> CategoryView:
    """One category."""
    category = categories().get(code)
    if category is None:
        raise CategoryNotFound()
    return _view(category)


def _behind_cursor(found: list[Category], paging: PageOf) -> list[Category]:
    if paging.cursor is None:
        return found
    if paging.cursor not in categories():
        place = {"pointer": "/query/cursor", "detail": "not a cursor of this list"}
        raise Invalid("the cursor does not belong to this list", errors=[place])
    return [category for category in found if category.code > paging.cursor]


def _view(category: Category) -> CategoryView:
    return CategoryView(code=category.code, parent=category.parent, kind=category.kind, labels=dict(category.labels))
