"""SCIM filters (RFC 7644, section 3.4.2.2): what of them the database decides, so that few resources are left to try.

Each resource that is left is tried as its reader sees it, so a filter cannot find what is hidden.
"""

from collections.abc import Callable, Collection, Iterator, Mapping
from typing import Any
from uuid import UUID

from scim2_models import InvalidFilterException, ScimFilter, SearchRequest
from scim2_models.path import CompareOperator, Comparison, FilterNode, LogicalExpr, LogicalOperator, Not, ValuePath
from sqlalchemy import ColumnElement

from partage_kit.http.json_body import unstorable
from partage_members.scim.errors import InvalidScimFilter

Narrowing = Callable[[str], ColumnElement[bool]]
"""From the value of an equality to a condition that holds at least for all that have it."""


def read_filter(kind: Any, text: str | None) -> ScimFilter[Any] | None:
    """A filter on users or groups; None when there is none.

    Raises:
        InvalidScimFilter
    """
    if text is None:
        return None
    try:
        asked = SearchRequest[kind](filter=text).filter  # bound to the kind, so that unknown attributes are told
    except (InvalidFilterException, ValueError, RecursionError) as error:
        raise InvalidScimFilter(_reason(error)) from error
    # a text of the filter is JSON, whose escapes write what no database can be asked for
    if reason := asked and next(filter(None, map(unstorable, _texts(asked.ast))), None):
        raise InvalidScimFilter(reason)
    return asked


def _texts(asked: FilterNode) -> Iterator[str]:
    """The texts that a filter compares with."""
    match asked:
        case LogicalExpr():
            for term in asked.terms:
                yield from _texts(term)
        case Not():
            yield from _texts(asked.expr)
        case ValuePath():
            yield from _texts(asked.val_filter)
        case Comparison() if isinstance(asked.value, str):
            yield asked.value


def _reason(error: Exception) -> str:
    return str(error).splitlines()[0][:200] if isinstance(error, InvalidFilterException) else "it cannot be read"


def narrowed(
    asked: FilterNode, by: Mapping[str, Narrowing], begun: Collection[str] = ()
) -> Iterator[ColumnElement[bool]]:
    """Conditions of the database that hold for whatever the filter finds.

    `by` names attributes in lower case, and what `eq` asks of them; of those in `begun`, `sw` asks the same.
    """
    if isinstance(asked, LogicalExpr) and asked.op is LogicalOperator.and_:
        for term in asked.terms:
            yield from narrowed(term, by, begun)
    if isinstance(asked, Comparison) and isinstance(asked.value, str):
        path = asked.attr_path
        name = (f"{path.attr}.{path.sub_attr}" if path.sub_attr else path.attr).lower()
        holds = asked.op is CompareOperator.eq or (asked.op is CompareOperator.sw and name in begun)
        if holds and (narrowing := by.get(name)):
            yield narrowing(asked.value)


def as_id(text: str) -> UUID:
    """The id that a text is; one that no record has when it is none."""
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)
