"""Traces of facts: what is kept of the facts behind a released figure, so that releases can be compared; pure.

A trace says neither which fact it is of nor of whom, without the key of its office: it is there to be compared. The
same fact leaves the same trace in every figure of its office, a correction of it another one.
"""

import hashlib
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import Any

from partage_impact.observations.areas import ALL

Traces = frozenset[bytes]

_FACT, _PERSON, _GROUP = 8, 8, 4
_LENGTH = _FACT + _PERSON + _GROUP
_NOBODY = bytes(_PERSON)


@dataclass(frozen=True, slots=True)
class Behind:
    """The facts behind one aggregate, by area; `matching` are those that a share counts."""

    taken: Mapping[str, Traces] = field(default_factory=dict)
    matching: Mapping[str, Traces] = field(default_factory=dict)


def new_key() -> bytes:
    """A key for the traces of an office."""
    return secrets.token_bytes(32)


def behind(rows: Iterable[Any], key: bytes) -> dict[str, Behind]:
    """The facts behind each aggregate, from the rows of the grouped query."""
    taken: dict[str, dict[str, set[bytes]]] = {}
    matching: dict[str, dict[str, set[bytes]]] = {}
    for row in rows:
        if row.part == "fact":
            _put(taken, row, one := _trace(key, row))
            if row.value:
                _put(matching, row, one)
    return {name: Behind(_frozen(taken[name]), _frozen(matching.get(name, {}))) for name in taken}


def persons_of(traces: Traces) -> int:
    """How many persons facts tell of: distinct ones; of facts about groups at least the largest group."""
    groups = (int.from_bytes(one[-_GROUP:], "big") for one in traces)
    return max(len(people(traces)), max(groups, default=0))


def people(traces: Traces) -> Traces:
    """The single persons whom facts are about."""
    return frozenset(one[_FACT : _FACT + _PERSON] for one in traces) - {_NOBODY}


def packed(traces: Traces) -> bytes:
    """Traces as they are stored; the same ones are the same bytes."""
    return b"".join(sorted(traces))


def unpacked(stored: bytes) -> Traces:
    """The traces that were stored."""
    return frozenset(stored[place : place + _LENGTH] for place in range(0, len(stored), _LENGTH))


def _put(found: dict[str, dict[str, set[bytes]]], row: Any, trace: bytes) -> None:
    for area in {ALL, row.area}:
        found.setdefault(row.name, {}).setdefault(area, set()).add(trace)


def _frozen(areas: Mapping[str, set[bytes]]) -> dict[str, Traces]:
    return {area: frozenset(traces) for area, traces in areas.items()}


def _trace(key: bytes, row: Any) -> bytes:
    person = _hashed(key, "person", row.person) if row.person else _NOBODY
    return _hashed(key, "fact", row.fact) + person + int(row.grouped or 0).to_bytes(_GROUP, "big")


def _hashed(key: bytes, kind: str, text: str) -> bytes:
    return hashlib.blake2b(f"{kind} {text}".encode(), key=key, digest_size=_FACT).digest()
