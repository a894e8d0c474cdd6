"""Every answer that a test sees must stand in the OpenAPI document of its route: status, and which problem it is."""

import re
from collections.abc import Mapping
from typing import Any

import httpx
from fastapi import FastAPI

from partage_kit.http.service import domain_routes

UNEXPECTED = 500
"""Faults of ours are not documented; a test that provokes one knows what it does."""


class Undocumented(AssertionError):
    """A route answered what its documentation does not tell."""


class Documented:
    """A response hook of httpx for one application."""

    def __init__(self, app: FastAPI) -> None:
        self._operations = _patterns(app)

    async def __call__(self, response: httpx.Response) -> None:
        """Look the answer up.

        Raises:
            Undocumented
        """
        request = response.request
        operation = self._operation(request.url.path, request.method.lower())
        if operation is None or response.status_code == UNEXPECTED:
            return
        where = f"{request.method} {request.url.path} answered {response.status_code}"
        documented: Mapping[str, Any] | None = operation["responses"].get(str(response.status_code))
        if documented is None:
            raise Undocumented(f"{where}, which its OpenAPI does not list")
        if response.headers.get("content-type") == "application/problem+json":
            await response.aread()
            code = response.json()["type"].rpartition("/")[2]
            examples = documented.get("content", {}).get("application/problem+json", {}).get("examples", {})
            if code not in examples:
                raise Undocumented(f"{where} as {code}, which its OpenAPI does not list")

    def _operation(self, path: str, method: str) -> Mapping[str, Any] | None:
        for pattern, operations in self._operations:
            if pattern.fullmatch(path):
                return operations.get(method)
        return None


_Patterns = tuple[tuple[re.Pattern[str], Mapping[str, Any]], ...]
_KNOWN: dict[tuple[str, ...], _Patterns] = {}


def _patterns(app: FastAPI) -> _Patterns:
    """The operations of an application by path, the more exact path first: /profiles/mine before /profiles/{id}.

    The document is made once for all applications of the same routes, as each test makes its own application.
    """
    routes = tuple(f"{sorted(route.methods or ())} {route.path}" for route in domain_routes(app))
    if routes not in _KNOWN:
        paths = sorted(app.openapi()["paths"].items(), key=lambda pair: pair[0].count("{"))
        _KNOWN[routes] = tuple((re.compile(re.sub(r"\{[^/]+\}", "[^/]+", path)), found) for path, found in paths)
    return _KNOWN[routes]
