"""From concepts to the shapes that go out."""

from collections.abc import Sequence
from typing import Protocol, TypeVar

from partage_kit.errors import Invalid
from partage_kit.http.pages import PageOf
from partage_members.classifications.changes import ChangedCode
from partage_members.classifications.lookup import Concept
from partage_members.classifications.schemas import ChangeView, ConceptView


def concept_view(concept: Concept) -> ConceptView:
    """A concept as it is shown."""
    return ConceptView(
        code=concept.code,
        labels=dict(concept.labels),
        alternatives=dict(concept.alternatives),
        broader=concept.broader,
        isco08=concept.isco08,
        uri=concept.uri,
    )


def change_view(one: ChangedCode) -> ChangeView:
    """A change as it is shown."""
    return ChangeView(
        code=one.code,
        change=one.change,
        before=None if one.before is None else dict(one.before),
        after=None if one.after is None else dict(one.after),
        successors=list(one.successors),
    )


class _Coded(Protocol):
    @property
    def code(self) -> str: ...


C = TypeVar("C", bound=_Coded)


def one_page(found: Sequence[C], paging: PageOf) -> tuple[Sequence[C], str | None]:
    """A page of what is in memory already; the cursor is the code of the last one of the page before.

    Raises:
        Invalid: the cursor is none of this list.
    """
    behind = _behind_cursor(found, paging.cursor)
    following = behind[paging.limit - 1].code if len(behind) > paging.limit else None
    paging.announce(following)
    return behind[: paging.limit], following


def _behind_cursor(found: Sequence[C], cursor: str | None) -> Sequence[C]:
    if cursor is None:
        return found
    codes = [one.code for one in found]
    if cursor not in codes:
        place = {"pointer": "/query/cursor", "detail": "not a cursor of this list"}
        raise Invalid("the cursor does not belong to this list", errors=[place])
    return found[codes.index(cursor) + 1 :]
