"""`?lang=` on a read: of each text that exists in several languages only the one the caller reads best.

It stays a map, with one entry: the shape is the documented one, and a front end knows which language it shows, as the
fallback may be another than the one asked for (and screen readers need to be told).
"""

import json
from typing import Any

from starlette.datastructures import QueryParams
from starlette.requests import Request
from starlette.responses import Response

from partage_kit.errors import Invalid
from partage_kit.http.languages import reader_languages
from partage_kit.types import LANGUAGES, Language

PARAMETER = {
    "name": "lang",
    "in": "query",
    "required": False,
    "description": "Leaves of each map of translations only the text in this language, or in the best there is.",
    "schema": {"type": "string", "enum": list(LANGUAGES)},
}


def language_of(query: QueryParams) -> Language | None:
    """The language that a read is asked for in.

    Raises:
        Invalid: it is none of the house's.
    """
    wanted = query.get("lang")
    if wanted is None:
        return None
    if wanted not in LANGUAGES:
        place = {"pointer": "/query/lang", "detail": f"one of {', '.join(LANGUAGES)}"}
        raise Invalid(f"lang is one of {', '.join(LANGUAGES)}", errors=[place])
    return Language(wanted)


def answer_in(response: Response, request: Request, lang: Language) -> Response:
    """The same answer, each text in one language: `lang`, else what Accept-Language prefers, else the house's order.

    What is not JSON of the house, such as a feed, has chosen its language itself.
    """
    if response.headers.get("content-type") != "application/json":
        return response
    order = tuple(dict.fromkeys((*reader_languages(request, lang), *LANGUAGES)))
    document = in_one_language(json.loads(bytes(response.body)), order)
    headers = {name: value for name, value in response.headers.items() if name != "content-length"}
    body = json.dumps(document, ensure_ascii=False, separators=(",", ":")).encode()
    return Response(body, response.status_code, headers)


def in_one_language(value: Any, order: tuple[str, ...]) -> Any:
    """A JSON value whose maps of translations have one entry, the first of `order` that each has."""
    if isinstance(value, list):
        return [in_one_language(item, order) for item in value]
    if not isinstance(value, dict):
        return value
    if _is_translated(value):
        best = next(code for code in order if code in value)
        return {best: value[best]}
    return {name: in_one_language(item, order) for name, item in value.items()}


def _is_translated(value: dict[str, Any]) -> bool:
    return bool(value) and value.keys() <= set(LANGUAGES) and all(isinstance(text, str) for text in value.values())
