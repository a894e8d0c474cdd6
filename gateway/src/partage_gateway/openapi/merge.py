"""Merging the OpenAPI documents of services that know nothing of each other.

Components of the same name and content become one; those that differ carry their service's name from then on.
A component also differs when something it refers to does.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping
from typing import Any

Document = dict[str, Any]
Place = tuple[str, str]
"""A component's section and name: ("schemas", "ProfileView")."""

_HEAD = "#/components/"


def merge(documents: Mapping[str, Document], info: Document) -> Document:
    """One OpenAPI 3.1 document with every path of the given ones, by service name."""
    differing = _differing(documents)
    merged: Document = {"openapi": "3.1.0", "info": info, "servers": [{"url": "/"}], "tags": [], "paths": {}}
    components: dict[str, Document] = defaultdict(dict)
    operation_ids = _repeated_operation_ids(documents)
    for service, document in sorted(documents.items()):
        named = _renamed(document, {place: _of(service, place[1]) for place in differing})
        merged["paths"].update(_with_own_ids(named.get("paths", {}), service, operation_ids))
        merged["tags"] += [tag for tag in named.get("tags", []) if tag not in merged["tags"]]
        for (section, name), component in _components(named):
            final = _of(service, name) if (section, name) in differing else name
            components[section][final] = component
    merged["components"] = dict(components)
    return merged


def _components(document: Document) -> Iterator[tuple[Place, Any]]:
    for section, entries in document.get("components", {}).items():
        for name, component in entries.items():
            yield (section, name), component


def _differing(documents: Mapping[str, Document]) -> frozenset[Place]:
    """Places that services fill differently, directly or through what they refer to."""
    filled: dict[Place, list[Any]] = defaultdict(list)
    for document in documents.values():
        for place, component in _components(document):
            filled[place].append(component)
    shared = {place: components for place, components in filled.items() if len(components) > 1}
    differing = {
        place
        for place, components in shared.items()
        if place[0] != "securitySchemes" and any(other != components[0] for other in components)
    }  # security schemes are referred to by bare name, and come from the kit
    while more := {
        place
        for place, components in shared.items()
        if place not in differing and any(reference in differing for reference in _references(components[0]))
    }:
        differing |= more
    return frozenset(differing)


def _references(value: Any) -> Iterator[Place]:
    if isinstance(value, dict):
        for part in value.values():
            yield from _references(part)
    elif isinstance(value, list):
        for part in value:
            yield from _references(part)
    elif isinstance(value, str) and (place := _place(value)) is not None:
        yield place


def _place(reference: str) -> Place | None:
    """#/components/schemas/Problem -> ("schemas", "Problem"); also the values of discriminator mappings."""
    if not reference.startswith(_HEAD):
        return None
    section, _, name = reference.removeprefix(_HEAD).partition("/")
    return (section, name) if name and "/" not in name else None


def _renamed(value: Any, names: Mapping[Place, str]) -> Any:
    """The same value with every reference to a renamed component following it."""
    if isinstance(value, dict):
        return {key: _renamed(part, names) for key, part in value.items()}
    if isinstance(value, list):
        return [_renamed(part, names) for part in value]
    if isinstance(value, str) and (place := _place(value)) in names and place is not None:
        return f"{_HEAD}{place[0]}/{names[place]}"
    return value


def _of(service: str, name: str) -> str:
    """members, Page -> MembersPage."""
    return f"{service.capitalize()}{name[0].upper()}{name[1:]}"


def _operations(paths: Document) -> Iterator[Document]:
    for path in paths.values():
        for operation in path.values():
            if isinstance(operation, dict) and "operationId" in operation:
                yield operation


def _repeated_operation_ids(documents: Mapping[str, Document]) -> frozenset[str]:
    seen: dict[str, set[str]] = defaultdict(set)
    for service, document in documents.items():
        for operation in _operations(document.get("paths", {})):
            seen[operation["operationId"]].add(service)
    return frozenset(name for name, services in seen.items() if len(services) > 1)


def _with_own_ids(paths: Document, service: str, repeated: frozenset[str]) -> Document:
    for operation in _operations(paths):
        if operation["operationId"] in repeated:
            operation["operationId"] = f"{service}_{operation['operationId']}"
    return paths
