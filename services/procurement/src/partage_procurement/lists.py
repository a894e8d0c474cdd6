"""What every list of this service begins with."""

from typing import Any

from sqlalchemy import Select, Table, select

from partage_kit.http.pages import Order


def rows_of(table: Table, order: Order) -> Select[Any]:
    """All columns of a table, those of the order first, as pages need them."""
    first = [column for column, _ in order.columns]
    keys = {column.key for column in first}
    return select(*first, *[column for column in table.c if column.key not in keys])
