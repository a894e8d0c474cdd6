"""The OpenAPI document of a service: problems instead of FastAPI's own error shape, and the headers kit understands."""

import json
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi

from partage_kit.body_errors import BodyTooLarge, BodyTooSlow, MalformedJson, UnsupportedMediaType
from partage_kit.errors import (
    Busy,
    Forbidden,
    Invalid,
    KeyReused,
    MemberErased,
    Refusal,
    TooManyRequests,
    Unauthenticated,
    Unavailable,
)
from partage_kit.http.anonymous import is_marked
from partage_kit.http.one_language import PARAMETER
from partage_kit.http.openapi_wording import drop_empty_limits, summary_of, tags_of
from partage_kit.http.problems import MEDIA_TYPE, SCHEMA, problems

_ALWAYS: tuple[type[Refusal], ...] = (Invalid, TooManyRequests, Unavailable)
_CLOSED: tuple[type[Refusal], ...] = (Unauthenticated, Forbidden)
_TOKEN_OR_NONE: list[dict[str, list[str]]] = [{"access_token_or_none": []}]
_WITH_BODY: tuple[type[Refusal], ...] = (MalformedJson, BodyTooLarge, BodyTooSlow, UnsupportedMediaType)
_KEY_HEADER = {
    "name": "Idempotency-Key",
    "in": "header",
    "required": False,
    "description": "Any text of yours; repeating the request with it answers the first answer again, for 24 hours.",
    "schema": {"type": "string", "minLength": 1, "maxLength": 200, "pattern": "^[\\x21-\\x7e]+$"},
}


def describe(app: FastAPI, examples: Path | None = None) -> dict[str, Any]:
    """The OpenAPI 3.1 document, made once; with the examples of request bodies in this JSON file, if there is one."""
    if app.openapi_schema is None:
        document = get_openapi(
            title=app.title,
            version=app.version,
            description=app.description,
            routes=app.routes,
            tags=tags_of(app.routes),
        )
        schemas = document.setdefault("components", {}).setdefault("schemas", {})
        schemas["Problem"] = SCHEMA
        for path in document.get("paths", {}).values():
            for method, operation in path.items():
                _complete(method, operation)
        schemas.pop("HTTPValidationError", None)
        schemas.pop("ValidationError", None)
        document["components"].get("securitySchemes", {}).pop("access_token_or_none", None)
        drop_empty_limits(document)
        if examples is not None:
            _exemplify(document, json.loads(examples.read_text("utf-8")))
        app.openapi_schema = document
    return app.openapi_schema


def _exemplify(document: dict[str, Any], examples: Mapping[str, Any]) -> None:
    """Put examples where they belong: `shapes` beside their schemas, `files` (by path and media type) with the body."""
    for name, example in examples["shapes"].items():
        document["components"]["schemas"][name]["examples"] = [example]
    for path, by_type in examples["files"].items():
        for media_type, example in by_type.items():
            document["paths"][path]["post"]["requestBody"]["content"][media_type]["example"] = example


def _complete(method: str, operation: dict[str, Any]) -> None:
    operation["summary"] = summary_of(operation)
    responses = operation["responses"]
    responses.pop("422", None) if _is_fastapi_default(responses.get("422")) else None
    refusals = list(_ALWAYS)
    if operation.get("security") == _TOKEN_OR_NONE:
        operation["security"] = [{}, {"access_token": []}]
        refusals.append(Unauthenticated)
    elif operation.get("security"):
        refusals += _CLOSED
        refusals += () if method == "get" else (MemberErased,)
    if "requestBody" in operation:
        refusals += _WITH_BODY
    if method == "post" and not is_marked(operation):
        refusals += (KeyReused, Busy)
        operation.setdefault("parameters", []).append(_KEY_HEADER)
    parameters = operation.setdefault("parameters", [])
    if method == "get" and not any(one["name"] == "lang" for one in parameters):
        parameters.append(PARAMETER)
    for one in parameters:
        if one["name"] == "if-match":  # optional for FastAPI, so that its absence is answered with 428
            one |= {"required": True, "schema": {"type": "string"}}
    for status, response in problems(*refusals).items():
        mine = responses.setdefault(str(status), response)
        if mine is not response:
            examples = response["content"][MEDIA_TYPE]["examples"]
            mine["content"].setdefault(MEDIA_TYPE, response["content"][MEDIA_TYPE])["examples"].update(examples)


def _is_fastapi_default(response: dict[str, Any] | None) -> bool:
    return response is not None and "HTTPValidationError" in str(response)
