"""Expressions in CEL, parsed and type-checked by cel-expr-python, read back as a small typed tree.

Nothing is evaluated here and nothing by CEL: the tree is what our kernels compute exactly and compile to SQL. A
`Language` declares the whole of what may be written, so that what is not declared is an error with line and column.
"""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from cel_expr_python import cel

from partage_impact.indicators.checked_expr import Node, read_checked

MAX_LENGTH = 1_000  # characters
Type = cel.Type
IDENTIFIER = r"^[a-z][a-z0-9_]{0,62}$"
# What CEL keeps for itself (cel-spec, "Syntax").
RESERVED = frozenset(
    {
        *("as", "break", "const", "continue", "else", "false", "for", "function", "if", "import", "in", "let"),
        *("loop", "namespace", "null", "package", "return", "true", "var", "void", "while"),
    }
)
_NO_STANDARD = "stdlib:\n  disable: true\n"
_SURROGATE = re.compile("[\ud800-\udfff]")
_ERROR = re.compile(r"^(?:\w+: )?ERROR: <input>:(-?\d+):(-?\d+): (.*?)(?: \(in container ''\))?(?: \[\w+\])?$", re.M)


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong at a place of an expression; line and column count from 1, in characters."""

    line: int
    column: int
    message: str


class ExpressionFault(ValueError):
    """An expression that does not parse, does not type-check or says what our language does not."""

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("; ".join(f"{p.line}:{p.column}: {p.message}" for p in problems))
        self.problems = tuple(problems)


@dataclass(frozen=True, slots=True)
class Signature:
    """One declared way to use a function or operator, by CEL's own names such as `_+_` and `@in`."""

    function: str
    parameters: tuple[cel.Type, ...]
    returns: cel.Type
    is_method: bool = False


class Language:
    """A CEL environment of exactly these variables and functions: no standard library, no loops."""

    def __init__(self, variables: Mapping[str, cel.Type], signatures: Sequence[Signature]) -> None:
        overloads: dict[str, list[cel.Overload]] = {}
        for place, one in enumerate(signatures):
            overloads.setdefault(one.function, []).append(
                cel.Overload(f"{one.function}{place}", one.returns, list(one.parameters), one.is_method)
            )
        self._env = cel.NewEnv(
            config=cel.NewEnvConfigFromYaml(_NO_STANDARD),
            variables=dict(variables),
            functions=[cel.FunctionDecl(name, ways) for name, ways in overloads.items()],
        )

    def parse(self, text: str, returns: Sequence[cel.Type]) -> Node:
        """Read an expression of one of the types, or raise ExpressionFault with every problem found."""
        if len(text) > MAX_LENGTH:
            raise ExpressionFault([Problem(1, 1, f"longer than {MAX_LENGTH} characters")])
        if half := _SURROGATE.search(text):
            raise ExpressionFault([Problem(*_place(text, half.start()), "half of a character (a lone surrogate)")])
        try:
            compiled = self._env.compile(text)
        except RuntimeError as refused:  # the only type the library raises
            raise ExpressionFault(_problems(str(refused))) from None
        if compiled.return_type() not in returns:
            wanted = " or ".join(kind.name().lower() for kind in returns)
            raise ExpressionFault([Problem(1, 1, f"gives a {compiled.return_type().name().lower()}, not a {wanted}")])
        return read_checked(compiled.serialize())


def problem_at(text: str, node: Node, message: str) -> Problem:
    """Give a problem of ours the place of a node in its expression."""
    line, column = _place(text, node.at)
    return Problem(line, column, message)


def _place(text: str, offset: int) -> tuple[int, int]:
    before = text[:offset]
    return before.count("\n") + 1, offset - before.rfind("\n")


def _problems(message: str) -> list[Problem]:
    found = [Problem(max(int(line), 1), max(int(column), 1), what) for line, column, what in _ERROR.findall(message)]
    return list(dict.fromkeys(found)) or [Problem(1, 1, message)]
