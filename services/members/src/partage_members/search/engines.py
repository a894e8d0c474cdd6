"""What differs between the two databases: how tokens are kept, and how a match is asked for.

SQLite has FTS5 over the tokens of the documents, PostgreSQL a tsvector with a GIN index; both know each token, tokens
that begin alike, and, or, not. FTS5 gives matches in the order of their numbers, one by one. GIN gives all of them in
no order, so the newest documents have tokens of their own there, and are asked first.
"""

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any, Protocol

from sqlalchemy import (
    ARRAY,
    ColumnElement,
    FromClause,
    Select,
    Text,
    TextClause,
    any_,
    bindparam,
    column,
    func,
    select,
    table,
    text,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.ext.asyncio import AsyncConnection
from sqlalchemy.sql.expression import UnaryExpression
from sqlalchemy.sql.operators import custom_op


@dataclass(frozen=True, slots=True)
class Token:
    """A token, or all that begin with it."""

    text: str
    is_prefix: bool = False


@dataclass(frozen=True, slots=True)
class Either:
    """At least one of these matches."""

    of: tuple["Match", ...]


@dataclass(frozen=True, slots=True)
class Both:
    """Each of these matches; and none of the others, if there are any."""

    of: tuple["Match", ...]
    but: tuple["Match", ...] = ()


Match = Token | Either | Both


@dataclass(frozen=True, slots=True)
class Span:
    """Documents below a number; only the newest of them, when they must match something more."""

    below: int
    match: Match | None = None


class Engine(Protocol):
    """One database's full text."""

    def found(self, name: str) -> Select[Any]:
        """The numbers of the documents that match the query bound as this parameter."""

    def matches(self, name: str) -> FromClause:
        """The same as a part of a statement that orders them."""

    def spans(self, below: int) -> Iterator[Span]:
        """The documents below a number, the newest first, in as many parts as they are best asked for."""

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


def _written(match: Match, token: Any, words: tuple[str, str, str]) -> str:
    """A match in words for and, or, but not; each part in parentheses."""
    conjunction, disjunction, exclusion = words
    match match:
        case Token():
            return str(token(match))
        case Either():
            return "(" + f" {disjunction} ".join(_written(part, token, words) for part in match.of) + ")"
        case Both():
            whole = "(" + f" {conjunction} ".join(_written(part, token, words) for part in match.of) + ")"
            for part in match.but:
                whole = f"({whole} {exclusion} {_written(part, token, words)})"
            return whole


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

    def spans(self, below: int) -> Iterator[Span]:
        """All at once."""
        yield Span(below)

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
        return _written(match, lambda token: f'"{token.text}"{" *" if token.is_prefix else ""}', ("AND", "OR", "NOT"))

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

    The newest documents are those whose number has the same higher bits, without some lower ones, or the next lower.
    """

    _INDEX: TextClause = text(
        "INSERT INTO search_index (number, tokens) VALUES (:number, array_to_tsvector(string_to_array(:tokens, ' ')))"
    )
    _FORGET = text("DELETE FROM search_index WHERE number = :number")

    def __init__(self, *, lower_bits: tuple[int, ...] = (11, 15)) -> None:
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

    def spans(self, below: int) -> Iterator[Span]:
        """The newest, more of them, then all: what many match is found among the newest, and of others are few."""
        for bits in self._lower_bits:
            group = (below - 1) >> bits
            if group <= 1:
                break
            yield Span(below, Either((_group(group, bits), _group(group - 1, bits))))
            below = (group - 1) << bits
        yield Span(below)

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
        return _written(match, lambda token: f"'{token.text}'{':*' if token.is_prefix else ''}", ("&", "|", "& !"))

    async def index(self, connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
        """Take in documents that are not in the index."""
        await connection.execute(self._INDEX, [{**row, "tokens": self._with_groups(**row)} for row in rows])

    def _with_groups(self, number: int, tokens: str) -> str:
        return " ".join((tokens, *(_group(number >> bits, bits).text for bits in self._lower_bits)))

    async def forget(self, connection: AsyncConnection, rows: Sequence[dict[str, Any]]) -> None:
        """Take out documents."""
        await connection.execute(self._FORGET, [{"number": row["number"]} for row in rows])

    async def purge(self, connection: AsyncConnection) -> None:
        """Nothing: what rows of PostgreSQL leave behind goes with VACUUM."""


def _group(group: int, bits: int) -> Token:
    """The token of all documents whose numbers are alike but for the last bits; no other token has a capital."""
    return Token(f"N{bits}.{group}")


_ENGINES: dict[str, Engine] = {"sqlite": Fts5(), "postgresql": Tsvector()}


def engine_of(dialect: str) -> Engine:
    """The engine of a database."""
    return _ENGINES[dialect]
