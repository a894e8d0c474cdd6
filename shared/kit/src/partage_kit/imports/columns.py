"""Values of columns as JSON that a statement can read back, for `INSERT ... SELECT` from staged rows.

The JSON holds what the database itself stores (SQLite keeps an id as 32 hex digits, and an instant as text), so that a
published row is the same as one that was written singly.
"""

from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from enum import Enum
from functools import lru_cache
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, ColumnElement, String, Table, cast, column, func, literal, type_coerce
from sqlalchemy.dialects.postgresql import JSONB

_AS_JSON_HAS_IT = frozenset({str, int, bool, float, type(None), list, dict, date})


def stored(values: Mapping[str, Any], dialect: str) -> dict[str, Any]:
    """The values of a row, so that JSON writes them as they stand in the database."""
    return {
        name: value if type(value) in _AS_JSON_HAS_IT else _as_stored(value, dialect) for name, value in values.items()
    }


def _as_stored(value: Any, dialect: str) -> Any:
    if isinstance(value, Enum):
        return value.value
    if dialect == "sqlite" and isinstance(value, UUID):
        return value.hex
    if dialect == "sqlite" and isinstance(value, datetime):
        return _instant_in_sqlite(value)
    return value  # PostgreSQL reads ids and instants as JSON writes them


@lru_cache(maxsize=64)
def _instant_in_sqlite(value: datetime) -> str:
    # the rows of a chunk all have the same one
    return value.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S.%f")


def from_json(document: ColumnElement[Any], path: Sequence[str], of: ColumnElement[Any], dialect: str) -> Any:
    """What stands at a path of a JSON document, as a value of the column's type; null and what is absent are NULL."""
    is_json = isinstance(of.type, JSON)
    if dialect == "sqlite":
        # the type only says how Python reads a result: SQLite takes the value as it is
        extracted = func.json_extract(document, "$" + "".join(f'."{part}"' for part in path))
        return extracted if is_json else type_coerce(extracted, of.type)
    if is_json:
        # as text: bound as JSON it would be the string "null"
        return func.nullif(func.jsonb_extract_path(document, *path), cast(literal("null", String), JSONB))
    text = func.jsonb_extract_path_text(document, *path)
    return text if isinstance(of.type, String) else cast(text, of.type)


def columns_from(
    document: ColumnElement[Any], table: Table, names: Sequence[str], dialect: str, *above: str
) -> list[Any]:
    """The columns of a table from a JSON document, in the order of their names; `above` is where they stand in it."""
    return [from_json(document, (*above, name), table.c[name], dialect) for name in names]


def elements(document: ColumnElement[Any], name: str, dialect: str) -> Any:
    """The elements of a list in a JSON document, as a table with the one column `value`, to be joined."""
    if dialect == "sqlite":
        return func.json_each(document, f'$."{name}"').table_valued("value")
    inside = func.jsonb_array_elements(func.jsonb_extract_path(document, name))
    return inside.table_valued(column("value", JSONB))


def listed(document: ColumnElement[Any], dialect: str) -> tuple[Any, ColumnElement[int]]:
    """The elements of a list that is a JSON document, as a table with the column `value`, and their places from 1."""
    if dialect == "sqlite":
        each = func.json_each(document).table_valued("key", "value")
        return each, each.c.key + 1
    inside = func.jsonb_array_elements(document).table_valued(column("value", JSONB), with_ordinality="place")
    each = inside.render_derived()
    return each, each.c.place
