"""Strict routes: unknown query parameters, lenient JSON and unstorable text are refused before a handler runs, and an
Idempotency-Key is claimed and answered inside the command's own transaction."""

import re
from collections.abc import AsyncGenerator, Callable, Coroutine
from contextlib import AsyncExitStack
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.dependencies.models import Dependant
from fastapi.params import Form
from fastapi.routing import APIRoute
from starlette._utils import get_route_path
from starlette.routing import Match
from starlette.types import Scope

from partage_kit.body_errors import UnsupportedMediaType
from partage_kit.errors import Invalid
from partage_kit.http.anonymous import is_anonymous
from partage_kit.http.files import is_for_rows
from partage_kit.http.json_body import loads, unstorable
from partage_kit.http.one_language import answer_in, language_of
from partage_kit.idempotency import Claim, RequestHash, keep_answer

Handler = Callable[[Request], Coroutine[Any, Any, Response]]

_KEY = re.compile(r"[\x21-\x7e]{1,200}")
_KEPT_HEADERS = ("content-type", "etag", "location", "link")


class StrictRequest(Request):
    """A request whose JSON is parsed strictly, before FastAPI asks for it (it would hide why a body was refused)."""

    _hash: RequestHash | None = None

    def hashed(self) -> RequestHash:
        """The hash of the request, which takes its body in as somebody reads it; to be asked for before that."""
        self._hash = RequestHash(self.method, self.url.path, self.url.query)
        return self._hash

    async def stream(self) -> AsyncGenerator[bytes, None]:
        """The body as it comes in."""
        async for chunk in super().stream():
            if self._hash is not None:
                self._hash.add(chunk)
            yield chunk

    async def parse(self) -> None:
        """Parse the body, if there is one.

        Raises:
            MalformedJson, UnsupportedMediaType, BodyTooLarge
        """
        body = await self.body()
        if not body:
            return
        media_type = self.headers.get("content-type", "").partition(";")[0].strip().lower()
        if media_type != "application/json":
            raise UnsupportedMediaType(f"got {media_type or 'no Content-Type'!r}"[:120])
        self._json = loads(body)


class StrictRoute(APIRoute):
    """A route that takes exactly what it declares."""

    def get_route_handler(self) -> Handler:
        """Wrap FastAPI's handler; it still runs inside the scope in which the transaction is open."""
        handle = super().get_route_handler()
        reads = "GET" in (self.methods or ())
        known = _query_names(self.dependant) | ({"lang"} if reads else frozenset())
        takes_json = self.body_field is not None and not isinstance(self.body_field.field_info, Form)

        async def strictly(request: Request) -> Response:
            _refuse_unknown(request, known)
            lang = language_of(request.query_params) if reads else None
            strict = StrictRequest(request.scope, request.receive)
            _note_idempotency_key(strict)
            if takes_json:
                await strict.parse()
            elif strict.state.idempotency and not is_for_rows(self.openapi_extra):
                await strict.body()  # rows are hashed as they are staged, so that no file is held in memory
            async with AsyncExitStack() as strict.state.sessions:
                response = await handle(strict)
                await _keep_answer(strict, response)
            is_json = response.status_code == 200 and response.media_type == "application/json"
            return answer_in(response, request, lang) if lang and is_json else response

        return strictly


class Router(APIRouter):
    """A router of strict routes, or of a kind of them, all below `/<service>/v1` and its own prefix."""

    def __init__(self, *, route_class: type[StrictRoute] = StrictRoute, **options: Any) -> None:
        super().__init__(route_class=route_class, **options)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Look at the noun first: asking each route of each router in turn costs more than a small request itself."""
        noun = self.prefix.partition("/{")[0]
        if noun and not _below_version(get_route_path(scope)).startswith(noun):
            return Match.NONE, {}
        return super().matches(scope)


def _below_version(path: str) -> str:
    """/members/v1/profiles/mine -> /profiles/mine."""
    return "/" + path.partition("/v1/")[2]


def _query_names(dependant: Dependant) -> frozenset[str]:
    names = {field.alias for field in _expanded(dependant)}
    return frozenset(names.union(*(_query_names(child) for child in dependant.dependencies)))


def _expanded(dependant: Dependant) -> list[Any]:
    """Query fields, those of a parameter model (`Annotated[Model, Query()]`) one by one."""
    fields: list[Any] = []
    for parameter in dependant.query_params:
        model = getattr(parameter.field_info, "annotation", None)
        inner = getattr(model, "model_fields", None)
        fields.extend(_Named(f.alias or n) for n, f in inner.items()) if inner else fields.append(parameter)
    return fields


class _Named:
    def __init__(self, alias: str) -> None:
        self.alias = alias


def _refuse_unknown(request: Request, known: frozenset[str]) -> None:
    for name, value in request.query_params.multi_items():
        if name not in known:
            places = ", ".join(sorted(known)) or "none"
            error = {"pointer": f"/query/{name[:80]}", "detail": "unknown parameter"}
            raise Invalid(f"unknown query parameter {name[:80]!r}; this route knows: {places}", errors=[error])
        _require_storable(f"/query/{name}", value)
    for name, value in request.path_params.items():
        _require_storable(f"/path/{name}", str(value))


def _require_storable(pointer: str, text: str) -> None:
    if reason := unstorable(text):
        raise Invalid(reason, errors=[{"pointer": pointer, "detail": reason}])


def _note_idempotency_key(request: StrictRequest) -> None:
    """Remember the key, and a hash of all that makes the request what it is; the write session claims it."""
    key = request.headers.get("idempotency-key")
    if key is None or request.method != "POST" or is_anonymous(request.scope):
        return
    if not _KEY.fullmatch(key):
        raise Invalid("Idempotency-Key is 1 to 200 visible ASCII characters", errors=[])
    request.state.idempotency = (key, request.hashed())


async def _keep_answer(request: Request, response: Response) -> None:
    """Store the answer in the transaction that did the work, so that a repeat is answered alike or not at all."""
    session = getattr(request.state, "write_session", None)
    claim: Claim | None = session and session.info.get("idempotency")
    if session is None or claim is None or not session.in_transaction() or response.status_code >= 400:
        return
    keys = session.info["metadata"].tables["idempotency_keys"]
    headers = {name: value for name, value in response.headers.items() if name in _KEPT_HEADERS}
    connection = await session.connection()
    await connection.run_sync(keep_answer, keys, claim, response.status_code, headers, bytes(response.body))
