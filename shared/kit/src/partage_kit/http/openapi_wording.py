"""What an OpenAPI document says in words: a sentence for each tag, a summary that says of what, limits that limit."""

import re
import sys
from collections.abc import Iterator, Sequence
from typing import Any

from fastapi.routing import APIRoute, iter_route_contexts
from starlette.routing import BaseRoute

from partage_kit.types import Shape

_ENDLESS = re.compile(r"[*+]|\{[0-9]*,\}")
_ONE_CHARACTER = re.compile(r"\\.|\[(?:\\.|[^\]\\])*\]")
_GROUP = re.compile(r"\([^()]*\)")


def tags_of(routes: Sequence[BaseRoute]) -> list[dict[str, str]]:
    """Each tag with what the packages of its routes say of themselves: the first paragraph, in one line."""
    said: dict[str, dict[str, None]] = {}
    for route in iter_route_contexts(routes):
        if isinstance(route.original_route, APIRoute) and route.original_route.include_in_schema:
            package = sys.modules[".".join(route.endpoint.__module__.split(".")[:2])]
            for tag in route.tags:
                first = (package.__doc__ or "").strip().partition("\n\n")[0]
                said.setdefault(str(tag), {})[" ".join(first.split())] = None
    return [{"name": tag, "description": " ".join(words)} for tag, words in said.items()]


def summary_of(operation: dict[str, Any]) -> str:
    """The summary; where it is a bare verb (Leave, Respond), the first clause of the description says of what."""
    summary, description = str(operation.get("summary", "")), str(operation.get("description", ""))
    if " " in summary or not description:
        return summary
    return re.split(r"[.;:](?:\s|$)", " ".join(description.split()), maxsplit=1)[0]


def drop_empty_limits(value: Any) -> None:
    """Take the limit of all texts away where a pattern is closer: 50,000 beside `^[A-Z]{3}$` tells nothing."""
    of_all = Shape.model_config["str_max_length"]
    for part in _objects(value):
        if part.get("maxLength") == of_all and _is_bounded(str(part.get("pattern", ".*"))):
            del part["maxLength"]


def _objects(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from _objects(part)
    elif isinstance(value, list):
        for part in value:
            yield from _objects(part)


def _is_bounded(pattern: str) -> bool:
    """Whether a pattern states where a text begins and ends, and repeats nothing without an end."""
    bare = _ONE_CHARACTER.sub("x", pattern)
    outside = bare
    while (inner := _GROUP.sub("x", outside)) != outside:
        outside = inner
    return outside.startswith("^") and outside.endswith("$") and "|" not in outside and not _ENDLESS.search(bare)
