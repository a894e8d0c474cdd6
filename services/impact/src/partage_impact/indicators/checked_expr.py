"""Reads the tree of a checked CEL expression out of its serialised form.

cel-expr-python hands the tree out only as a `cel.expr.CheckedExpr` protobuf message (field numbers of cel-spec,
cel/expr/syntax.proto and checked.proto) and ships no message classes for it, so the few fields we use are read here.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

_VARINT, _FIXED64, _BYTES, _FIXED32 = 0, 1, 2, 5  # protobuf wire types


@dataclass(frozen=True, slots=True)
class Literal:
    """A constant written in the expression; `at` is its offset in characters, as in every node."""

    value: str | bool | int | float | None
    at: int


@dataclass(frozen=True, slots=True)
class Name:
    """A declared variable."""

    name: str
    at: int


@dataclass(frozen=True, slots=True)
class Items:
    """A list in brackets."""

    items: tuple["Node", ...]
    at: int


@dataclass(frozen=True, slots=True)
class Call:
    """An operator or function with its arguments, a method's receiver first."""

    function: str
    arguments: tuple["Node", ...]
    at: int


Node = Literal | Name | Items | Call

_Message = dict[int, list[int | bytes]]


def read_checked(serialized: bytes) -> Node:
    """Give the tree of what `Expression.serialize()` returns; ValueError for a construct that no language declares."""
    checked = _parse(_message(_parse(serialized), 2))  # an Any: 1 type, 2 value
    source = _parse(_message(checked, 5))
    offsets = {}
    for entry in source.get(4, []):
        position = _parse(_bytes(entry))
        offsets[_int(position, 1)] = _int(position, 2)
    return _node(_message(checked, 4), offsets)


def _node(encoded: bytes, offsets: dict[int, int]) -> Node:
    expr = _parse(encoded)
    at = offsets.get(_int(expr, 2), 0)
    if 3 in expr:
        return Literal(_constant(_parse(_message(expr, 3))), at)
    if 4 in expr:
        return Name(_message(_parse(_message(expr, 4)), 1).decode(), at)
    if 6 in expr:
        call = _parse(_message(expr, 6))
        arguments = tuple(_node(_bytes(one), offsets) for one in [*call.get(1, []), *call.get(3, [])])
        return Call(_message(call, 2).decode(), arguments, at)
    if 7 in expr:
        items = _parse(_message(expr, 7)).get(1, [])
        return Items(tuple(_node(_bytes(one), offsets) for one in items), at)
    raise ValueError(f"an expression of kind {sorted(expr)} is not read")


def _constant(constant: _Message) -> str | bool | int | float | None:
    (field, (value,)) = next(iter(constant.items()))
    match field, value:
        case 1, _:
            return None
        case 2, int():
            return bool(value)
        case 3, int():
            return value - (1 << 64) if value >> 63 else value
        case 5, bytes():
            return float(struct.unpack("<d", value)[0])
        case 6, bytes():
            return value.decode()
    raise ValueError(f"a constant of kind {field} is not read")


def _parse(message: bytes) -> _Message:
    """Group the fields of one protobuf message by number."""
    fields: _Message = {}
    for number, value in _fields(message):
        fields.setdefault(number, []).append(value)
    return fields


def _fields(message: bytes) -> Iterator[tuple[int, int | bytes]]:
    place = 0
    while place < len(message):
        tag, place = _varint(message, place)
        number, wire_type = tag >> 3, tag & 7
        if wire_type == _VARINT:
            value, place = _varint(message, place)
            yield number, value
            continue
        if wire_type == _BYTES:
            size, place = _varint(message, place)
        else:
            size = {_FIXED64: 8, _FIXED32: 4}[wire_type]
        yield number, message[place : place + size]
        place += size


def _varint(message: bytes, place: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        byte = message[place]
        value |= (byte & 0x7F) << shift
        place, shift = place + 1, shift + 7
        if byte < 0x80:
            return value, place


def _message(fields: _Message, number: int) -> bytes:
    return _bytes(fields.get(number, [b""])[0])


def _int(fields: _Message, number: int) -> int:
    value = fields.get(number, [0])[0]
    if isinstance(value, bytes):
        raise TypeError("bytes where a number belongs")
    return value


def _bytes(value: int | bytes) -> bytes:
    if isinstance(value, int):
        raise TypeError("a number where bytes belong")
    return value
