"""What differs between the two databases: how tokens are kept, and how a match is asked for.

SQLite has FTS5 over the tokens of the documents, PostgreSQL a tsvector with a GIN index; both know each token, tokens
that begin alike, and, or, not. FTS5 gives matches in the order of their numbers, one by one. GIN gives all of them in
no order, so documents have tokens there that tell how new they are, and a function (`search_newest`, of a migration)
asks among the newest first, for all classes of a question in one call.
"""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import (
    ARRAY,
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Text,
    TextClause,
    any_,
    bindparam,
    column,
    func,
    literal,
    select,
    table,
    text,
    union_all,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op

from partage_members.search.matching import Match, written


@dataclass(frozen=True, slots=True)
class Class:
    """Matches that come after those of better classes; only documents below a number."""

    match: Match
    below: int


class Engine(Protocol):
    """One database's full text."""

    def found(self, name: str) -> Select[Any]:
        """The numbers of the documents that match the query bound as this parameter."""

    def matches(self, name: str) -> FromClause:
        """The same as a part of a statement that orders them."""

    def newest(self, classes: int) -> FromClause:
        """The newest documents (place of its class, number) of so many classes, as many as `most` of the best ones."""

    def values(self, classes: Sequence[Class]) -> Mapping[str, Any]:
        """What `newest` is executed with, beside `most`."""

    def plain(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """A column that narrows what is read by another index, and needs none itself."""

    def among(self, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
        """Whether a value is among those bound as this parameter."""

    def bound(self, values: Sequence[int] | Sequence[str]) -> Any:
        """Values as `among` wants them bound."""

    def query(self, match: Match) -> str:
        """A match in the engine's own language."""

    async def index(self, connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
        """Take in documents (number, tokens) that are not in the index."""

    async def forget(self, connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
        """Take out documents (number, tokens) that are in the index as given."""

    async def purge(self, connection: AsyncConnection) -> None:
        """Leave no words behind of documents that were taken out, or that were others once."""


_MOST = bindparam("most", type_=Integer)
_PLUS: custom_op[Any] = custom_op("+")


class Fts5:
    """FTS5 of SQLite, over the documents' own text."""

    _INDEX = text("INSERT INTO search_index (rowid, tokens) VALUES (:number, :tokens)")
    _FORGET = text("INSERT INTO search_index (search_index, rowid, tokens) VALUES ('delete', :number, :tokens)")

    def found(self, name: str) -> Select[Any]:
        """The numbers of the documents that match."""
        index = table("search_index", column("rowid"))
        return select(index.c.rowid.label("number")).where(
            text(f"search_index MATCH :{name}").bindparams(bindparam(name, type_=Text))
        )

    def matches(self, name: str) -> FromClause:
        """The same; FTS5 gives them in the order of their numbers, and stops where it is told to."""
        return self.found(name).subquery()

    def newest(self, classes: int) -> FromClause:
        """One class after the other; FTS5 is not asked for those that are not needed any more."""
        parts = (self._newest_of(place).subquery() for place in range(classes))
        return union_all(*map(select, parts)).limit(_MOST).subquery()

    def _newest_of(self, place: int) -> Select[Any]:
        found = self.matches(f"query_{place}")
        below = found.c.number < bindparam(f"below_{place}", type_=BigInteger)
        newest_first = select(literal(place).label("place"), found.c.number).where(below)
        return newest_first.order_by(found.c.number.desc()).limit(_MOST)

    def values(self, classes: Sequence[Class]) -> Mapping[str, Any]:
        """Each class by its place."""
        queries = {f"query_{place}": self.query(one.match) for place, one in enumerate(classes)}
        return queries | {f"below_{place}": one.below for place, one in enumerate(classes)}

    def plain(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """With a sign before it, or SQLite would ask its index once for each value instead of reading the few rows."""
        return UnaryExpression(column, operator=_PLUS, type_=column.type)

    def among(self, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
        """By a JSON array: however many there are, the statement is the same."""
        each = func.json_each(bindparam(name, type_=Text)).table_valued("value")
        return column.in_(select(each.c.value))

    def bound(self, values: Sequence[int] | Sequence[str]) -> Any:
        """A JSON array."""
        return json.dumps(values)

    def query(self, match: Match) -> str:
        """A match as FTS5 reads it."""
        return written(match, lambda token: f'"{token.text}"{" *" if token.is_prefix else ""}', ("AND", "OR", "NOT"))

    async def index(self, connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
        """Take in documents that are not in the index."""
        await connection.execute(self._INDEX, rows)

    async def forget(self, connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
        """Take out documents; FTS5 needs their tokens to find what to remove."""
        await connection.execute(self._FORGET, rows)

    async def purge(self, connection: AsyncConnection) -> None:
        """Merge the index into one segment: until then FTS5 keeps what was taken out beside the note that it was."""
        await connection.execute(text("INSERT INTO search_index (search_index) VALUES ('optimize')"))


class Tsvector:
    """The full text search of PostgreSQL, with tokens that no parser or dictionary has touched.

    Documents whose numbers are alike but for some lower bits are a group, a small and a large one, with a token each.
    """

    _INDEX: TextClause = text(
        "INSERT INTO search_index (number, tokens) VALUES (:number, array_to_tsvector(string_to_array(:tokens, ' ')))"
    )
    _FORGET = text("DELETE FROM search_index WHERE number = :number")

    def __init__(self, *, lower_bits: tuple[int, int] = (11, 15)) -> None:
        self._lower_bits = lower_bits

    def found(self, name: str) -> Select[Any]:
        """The numbers of the documents that match."""
        index = table("search_index", column("number"), column("tokens", TSVECTOR))
        return select(index.c.number).where(
            text(f"search_index.tokens @@ CAST(:{name} AS tsquery)").bindparams(bindparam(name, type_=Text))
        )

    def matches(self, name: str) -> FromClause:
        """The same, gathered first: the planner would rather read all documents in their order, and often find none."""
        return self.found(name).cte(f"found_{name}").prefix_with("MATERIALIZED", dialect="postgresql")

    def newest(self, classes: int) -> FromClause:
        """Asked of the database's own function, which looks among the newest first."""
        called = func.search_newest(
            bindparam("queries", type_=ARRAY(Text)),
            bindparam("belows", type_=ARRAY(BigInteger)),
            _MOST,
            bindparam("lower_bits", type_=ARRAY(Integer)),
        )
        return called.table_valued(column("place", Integer), column("number", BigInteger), name="newest")

    def values(self, classes: Sequence[Class]) -> Mapping[str, Any]:
        """The classes as the function takes them."""
        return {
            "queries": [self.query(one.match) for one in classes],
            "belows": [one.below for one in classes],
            "lower_bits": list(self._lower_bits),
        }

    def plain(self, column: ColumnElement[Any]) -> ColumnElement[Any]:
        """The column: the planner knows how many rows there are."""
        return column

    def among(self, column: ColumnElement[Any], name: str) -> ColumnElement[bool]:
        """By an array: however many there are, the statement is the same."""
        return column == any_(bindparam(name, type_=ARRAY(column.type)))

    def bound(self, values: Sequence[int] | Sequence[str]) -> Any:
        """A list."""
        return values

    def query(self, match: Match) -> str:
        """A match as a tsquery."""
        return written(match, lambda token: f"'{token.text}'{':*' if token.is_prefix else ''}", ("&", "|", "& !"))

    async def index(self, connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
        """Take in documents that are not in the index."""
        await connection.execute(self._INDEX, [{**row, "tokens": self._with_groups(**row)} for row in rows])

    def _with_groups(self, number: int, tokens: str) -> str:
        return " ".join((tokens, *(f"N{bits}.{number >> bits}" for bits in self._lower_bits)))

    async def forget(self, connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
        """Take out documents."""
        await connection.execute(self._FORGET, [{"number": row["number"]} for row in rows])

    async def purge(self, connection: AsyncConnection) -> None:
        """Nothing: what rows of PostgreSQL leave behind goes with VACUUM."""


_ENGINES: dict[str, Engine] = {"sqlite": Fts5(), "postgresql": Tsvector()}


def engine_of(dialect: str) -> Engine:
    """The engine of a database."""
    return _ENGINES[dialect]
