"""Every problem the house can answer, and who may call each route, read from the services themselves."""

import inspect
from collections.abc import Mapping
from typing import Any

from fastapi import FastAPI

import partage_gateway.errors  # noqa: F401 - its refusals have pages too
from partage_kit.errors import Refusal, every_refusal
from partage_kit.http.anonymous import is_marked
from partage_kit.http.service import domain_routes, roles_of


class SharedCode(Exception):
    """A problem's page explains one thing: give one of the two refusals another name."""


def problems() -> list[dict[str, Any]]:
    """The problem types, by code, with their explanation and remedy.

    Raises:
        SharedCode: two refusals have one page.
    """
    found: dict[str, type[Refusal]] = {}
    for refusal in every_refusal():
        if (other := found.setdefault(refusal.code(), refusal)) is not refusal:
            raise SharedCode(f"{other.__module__} and {refusal.__module__} both refuse with {refusal.code()}")
    return [_problem(refusal) for _, refusal in sorted(found.items())]


def _problem(refusal: type[Refusal]) -> dict[str, Any]:
    return {
        "code": refusal.code(),
        "status": refusal.status,
        "titles": dict(refusal.titles),
        "description": inspect.getdoc(refusal),
        "remedy": refusal.remedy,
        "service": refusal.__module__.split(".")[0].removeprefix("partage_"),
    }


def role_table(apps: Mapping[str, FastAPI]) -> list[dict[str, Any]]:
    """A row for each route: service, method, path, what it does, and its roles (`public`: without a token)."""
    rows: list[dict[str, Any]] = []
    for service, app in apps.items():
        for route in domain_routes(app):
            roles = roles_of(route)
            rows.extend(
                {
                    "service": service,
                    "method": method,
                    "path": route.path,
                    "summary": (inspect.getdoc(route.endpoint) or "").split("\n")[0],
                    "roles": ["public"] if roles is None else sorted(roles) or ["anyone"],
                }
                for method in sorted(route.methods or ())
            )
    return rows


def anonymous_paths(apps: Mapping[str, FastAPI]) -> list[str]:
    """The paths of the routes that leave no trace of who called; a proxy must not keep one either."""
    marked = (route for app in apps.values() for route in domain_routes(app) if is_marked(route.openapi_extra))
    return sorted({route.path for route in marked if route.path})
