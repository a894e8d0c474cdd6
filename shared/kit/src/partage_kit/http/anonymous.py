"""Routes that leave no trace of who called: `@router.post(..., openapi_extra=ANONYMOUS)` with an `AnonymousSession`.

Such a route has no log line, no row of the idempotency table, and its session writes without actor, request id and
trace. A token that comes along is not even read, unless the handler's signature asks for a caller.
"""

from starlette.types import Scope

_MARK = "x-anonymous"
ANONYMOUS = {_MARK: True}
"""The `openapi_extra=` that makes a route anonymous; the reference documents show it too."""


def is_anonymous(scope: Scope) -> bool:
    """Whether the request was routed to an anonymous route."""
    return is_marked(getattr(scope.get("route"), "openapi_extra", None))


def is_marked(described: object) -> bool:
    """Whether a route's or an operation's description carries the mark."""
    return isinstance(described, dict) and described.get(_MARK) is True
