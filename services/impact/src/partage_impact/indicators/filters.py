"""Row filters of aggregates: CEL text over the fields of a source, read as a typed predicate.

A filter compares fields with constants or with each other (`==`, `!=`; numbers also `<`, `<=`, `>`, `>=`), asks
`field in [..]`, `field.startsWith(".")` or `field == null`, and joins such questions with `&&`, `||` and `!`.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from math import isfinite

from partage_impact.indicators.checked_expr import Call, Items, Literal, Name, Node
from partage_impact.indicators.expressions import (
    ExpressionFault,
    Language,
    Signature,
    Type,
    problem_at,
)
from partage_impact.indicators.numbers import exact
from partage_impact.indicators.predicates import (
    Both,
    Comparison,
    Either,
    Field,
    FieldKind,
    Membership,
    Not,
    Operator,
    Predicate,
    Prefix,
    Presence,
    Scalar,
)

_CEL = {FieldKind.TEXT: Type.STRING, FieldKind.NUMBER: Type.DOUBLE, FieldKind.BOOLEAN: Type.BOOL}
_NUMERIC = ((Type.DOUBLE, Type.DOUBLE), (Type.DOUBLE, Type.INT), (Type.INT, Type.DOUBLE))
_ALIKE = ((Type.STRING, Type.STRING), (Type.BOOL, Type.BOOL), *_NUMERIC)
_ABSENT = tuple((kind, Type.NULL) for kind in _CEL.values())
_LISTED = ((Type.STRING, Type.STRING), (Type.DOUBLE, Type.DOUBLE), (Type.DOUBLE, Type.INT))
_SIGNATURES = (
    *(Signature(f"_{one}_", pair, Type.BOOL) for one in ("==", "!=") for pair in (*_ALIKE, *_ABSENT)),
    *(Signature(f"_{one}_", pair, Type.BOOL) for one in ("<", "<=", ">", ">=") for pair in _NUMERIC),
    *(Signature("@in", (kind, Type.List(item)), Type.BOOL) for kind, item in _LISTED),
    Signature("startsWith", (Type.STRING, Type.STRING), Type.BOOL, is_method=True),
    Signature("_&&_", (Type.BOOL, Type.BOOL), Type.BOOL),
    Signature("_||_", (Type.BOOL, Type.BOOL), Type.BOOL),
    Signature("!_", (Type.BOOL,), Type.BOOL),
)
_MIRRORED = {
    Operator.LESS: Operator.GREATER,
    Operator.AT_MOST: Operator.AT_LEAST,
    Operator.GREATER: Operator.LESS,
    Operator.AT_LEAST: Operator.AT_MOST,
}


def parse_predicate(text: str, fields: Mapping[str, FieldKind]) -> Predicate:
    """Read a row filter over the named fields; ExpressionFault with line and column for what it may not say."""
    language = Language({name: _CEL[kind] for name, kind in fields.items()}, _SIGNATURES)
    return _Reader(text, fields).predicate(language.parse(text, [Type.BOOL]))


@dataclass(frozen=True, slots=True)
class _Reader:
    """Turns a checked expression into a predicate; `text` is kept to say where a problem is."""

    text: str
    fields: Mapping[str, FieldKind]

    def predicate(self, node: Node) -> Predicate:
        match node:
            case Name():
                return Comparison(self.field(node), Operator.EQUAL, True)
            case Call("!_", (inner,)):
                return Not(self.predicate(inner))
            case Call("_&&_", (left, right)):
                return Both(self.predicate(left), self.predicate(right))
            case Call("_||_", (left, right)):
                return Either(self.predicate(left), self.predicate(right))
            case Call("@in", (member, Items(items))) if items:
                field = self.field(member)
                return Membership(field, tuple(self.constant(item, field.kind) for item in items))
            case Call("startsWith", (text, start)):
                return Prefix(self.field(text), str(self.constant(start, FieldKind.TEXT)))
            case Call(function, (left, right)) if function != "@in":
                return self.comparison(Operator(function.strip("_")), left, right)
        raise self.fault(node, "an empty list or a constant decides nothing")

    def comparison(self, operator: Operator, left: Node, right: Node) -> Predicate:
        if not isinstance(left, Name):
            left, right, operator = right, left, _MIRRORED.get(operator, operator)
        field = self.field(left)
        if isinstance(right, Name):
            return Comparison(field, operator, self.field(right))
        if isinstance(right, Literal) and right.value is None:
            return Presence(field, operator is Operator.NOT_EQUAL)
        return Comparison(field, operator, self.constant(right, field.kind))

    def field(self, node: Node) -> Field:
        if not isinstance(node, Name):
            raise self.fault(node, "a field of the row belongs here")
        return Field(node.name, self.fields[node.name])

    def constant(self, node: Node, kind: FieldKind) -> Scalar:
        match node, kind:
            case Literal(str(text)), FieldKind.TEXT if "\0" not in text:
                return text
            case Literal(bool(truth)), FieldKind.BOOLEAN:
                return truth
            case Literal(int() | float() as number), FieldKind.NUMBER if isfinite(number) and not isinstance(
                number, bool
            ):
                return exact(number)
        raise self.fault(node, f"a constant {kind} belongs here")

    def fault(self, node: Node, message: str) -> ExpressionFault:
        return ExpressionFault([problem_at(self.text, node, message)])
