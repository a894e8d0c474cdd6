"""Problem details (RFC 9457): every no that leaves over HTTP has this one form."""

import json
from collections.abc import Mapping
from typing import Any

import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException

from partage_kit.errors import Forbidden, InternalError, Invalid, MethodNotAllowed, NotFound, Refusal, every_refusal
from partage_kit.http.languages import reader_languages, wanted_languages
from partage_kit.replay import Replay
from partage_kit.shape_errors import told
from partage_kit.types import LANGUAGES, Language, translated

log = structlog.get_logger(__name__)

MEDIA_TYPE = "application/problem+json"

SCHEMA = {
    "type": "object",
    "description": "Problem details (RFC 9457).",
    "required": ["type", "title", "status"],
    "properties": {
        "type": {"type": "string", "description": "address of the page that explains this problem"},
        "title": {"type": "string", "description": "in fr, nl or en, as `lang` or Accept-Language asks"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "what was wrong in this one case, in English"},
        "request_id": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["pointer", "detail"],
                "properties": {
                    "pointer": {"type": "string", "description": "JSON pointer (RFC 6901) to the wrong place"},
                    "detail": {"type": "string"},
                },
            },
        },
    },
}


def problems(*refusals: type[Refusal]) -> dict[int | str, dict[str, Any]]:
    """The `responses=` of a route: what it may refuse, by status, each with its title."""
    by_status: dict[int | str, dict[str, Any]] = {}
    for refusal in refusals:
        entry = by_status.setdefault(
            refusal.status,
            {
                "description": "",
                "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}, "examples": {}}},
            },
        )
        entry["description"] += ("; " if entry["description"] else "") + refusal.titles["en"]
        entry["content"][MEDIA_TYPE]["examples"][refusal.code()] = {
            "summary": refusal.titles["en"],
            "value": {"type": refusal.type_uri(), "title": refusal.titles["en"], "status": refusal.status},
        }
    return by_status


def problem_document(refusal: Refusal, languages: tuple[str, ...], request_id: str | None) -> dict[str, Any]:
    """The JSON document of one refusal."""
    document: dict[str, Any] = {
        "type": refusal.type_uri(),
        "title": translated(refusal.titles, languages),
        "status": refusal.status,
    }
    if refusal.detail:
        document["detail"] = refusal.detail
    if request_id:
        document["request_id"] = request_id
    return document | refusal.more


def kept_problem(document: Mapping[str, Any], languages: tuple[str, ...]) -> dict[str, Any]:
    """A problem document that was kept, with its title for a reader; of a type that is no more, with the title kept."""
    titles = next((one.titles for one in every_refusal() if one.type_uri() == document["type"]), None)
    return dict(document) if titles is None else {**document, "title": translated(titles, languages)}


def problem_response(refusal: Refusal, accept_language: str, request_id: str | None) -> Response:
    """The HTTP answer for one refusal."""
    return _response(refusal, wanted_languages(accept_language), request_id)


def _response(refusal: Refusal, languages: tuple[str, ...], request_id: str | None) -> Response:
    document = problem_document(refusal, languages, request_id)
    body = json.dumps(document, ensure_ascii=False, default=str).encode("utf-8", "replace")
    return Response(body, refusal.status, dict(refusal.headers), media_type=MEDIA_TYPE)


def answer_with_problems(app: FastAPI) -> None:
    """Register the handlers that turn every exception of a route into problem details."""

    def respond(request: Request, refusal: Refusal) -> Response:
        asked = request.query_params.get("lang")
        languages = reader_languages(request, Language(asked) if asked in LANGUAGES else None)
        return _response(refusal, languages, getattr(request.state, "request_id", None))

    async def on_refusal(request: Request, error: Exception) -> Response:
        assert isinstance(error, Refusal)  # noqa: S101 - the registration below says so
        return respond(request, error)

    async def on_invalid(request: Request, error: Exception) -> Response:
        assert isinstance(error, RequestValidationError)  # noqa: S101
        return respond(request, invalid(error.errors()))

    async def on_http(request: Request, error: Exception) -> Response:
        assert isinstance(error, HTTPException)  # noqa: S101
        response = respond(request, _of_status(error.status_code))
        response.headers.update({k: v for k, v in (error.headers or {}).items() if k.lower() == "allow"})
        return response

    async def on_replay(_request: Request, error: Exception) -> Response:
        assert isinstance(error, Replay)  # noqa: S101
        return Response(error.body, error.status, {**error.headers, "Idempotent-Replayed": "true"})

    app.add_exception_handler(Refusal, on_refusal)
    app.add_exception_handler(RequestValidationError, on_invalid)
    app.add_exception_handler(HTTPException, on_http)
    app.add_exception_handler(Replay, on_replay)


def invalid(errors: Any) -> Invalid:
    """An `Invalid` from pydantic's list of errors, with JSON pointers; values are never echoed."""
    places = [{"pointer": _pointer(e["loc"]), "detail": told(e)} for e in errors[:50]]
    return Invalid("; ".join(f"{p['pointer']}: {p['detail']}" for p in places[:3]), errors=places)


def _pointer(location: tuple[int | str, ...]) -> str:
    """("body", "lines", 0, "firm") -> /body/lines/0/firm, escaped as RFC 6901 says."""
    return "".join("/" + str(part).replace("~", "~0").replace("/", "~1") for part in location)


def _of_status(status: int) -> Refusal:
    known: Mapping[int, type[Refusal]] = {
        404: NotFound,
        405: MethodNotAllowed,
        403: Forbidden,
        422: Invalid,
        400: Invalid,
    }
    return known.get(status, InternalError)()
