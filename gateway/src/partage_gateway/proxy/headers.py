"""Which headers pass in each direction (RFC 9110, section 7.6; RFC 9112, section 6)."""

from collections.abc import Iterable, Mapping

from pyreqwest.http import HeaderMap

from partage_gateway.errors import MalformedRequest, UpstreamBroke

RawHeaders = list[tuple[bytes, bytes]]
Fields = Mapping[bytes, bytes]

_HOP_BY_HOP = frozenset({
    "connection", "http2-settings", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
    "te", "trailer", "transfer-encoding", "upgrade",
})  # fmt: skip
# written anew for each request, since a caller could claim anything
_OURS = frozenset({
    "expect", "forwarded", "host", "traceparent", "x-forwarded-for", "x-forwarded-host", "x-forwarded-port",
    "x-forwarded-prefix", "x-forwarded-proto", "x-forwarded-server", "x-real-ip", "x-request-id",
})  # fmt: skip
_NOT_PASSED_UP = frozenset(name.encode() for name in _HOP_BY_HOP | _OURS)
_NOT_PASSED_BACK = _HOP_BY_HOP | {"date", "server", "traceparent", "x-request-id"}
_NO_OPTIONS = (None, b"keep-alive", b"close")


def refuse_ambiguous_framing(headers: RawHeaders, fields: Fields) -> None:
    """Refuse what makes two readers see two requests in one: two lengths, a length and chunks, two hosts.

    Raises:
        MalformedRequest
    """
    if b"transfer-encoding" in fields:
        if b"content-length" in fields or _values(headers, b"transfer-encoding") != [b"chunked"]:
            raise MalformedRequest("the length of the body is stated in two ways")
    elif b"content-length" in fields:
        lengths = _values(headers, b"content-length")
        if len(lengths) > 1 or not lengths[0].isdigit():
            raise MalformedRequest("the length of the body is not stated once, as a number")
    if len(_values(headers, b"host")) > 1:
        raise MalformedRequest("the request names more than one host")


def _values(headers: RawHeaders, wanted: bytes) -> list[bytes]:
    return [value.lower() for name, value in headers if name == wanted]


def headers_up(headers: RawHeaders, fields: Fields, added: Iterable[tuple[str, str]]) -> list[tuple[str, str]]:
    """What the service gets: end-to-end headers as they came, and what the gateway adds.

    Raises:
        MalformedRequest: a value is not UTF-8.
    """
    dropped = _NOT_PASSED_UP | _named_by_connection(fields.get(b"connection"))
    try:
        passed = [(name.decode("ascii"), value.decode("utf-8")) for name, value in headers if name not in dropped]
    except UnicodeDecodeError as error:
        raise MalformedRequest("a header is not UTF-8") from error
    passed.extend(added)
    return passed


def _named_by_connection(value: bytes | None) -> frozenset[bytes]:
    """Headers that the sender says are for this hop only."""
    if value in _NO_OPTIONS:
        return frozenset()
    return frozenset(option.strip().lower() for option in (value or b"").split(b","))


def headers_back(answer: HeaderMap, *, bodiless: bool, added: RawHeaders) -> tuple[RawHeaders, int | None]:
    """What the client gets, and the length of the body where the service states it.

    Raises:
        UpstreamBroke: the service sent a header beyond ASCII.
    """
    try:
        fields = list(answer.items())
        dropped, chunked = _not_passed_back(answer), "transfer-encoding" in answer
    except ValueError as error:
        raise UpstreamBroke("the service answered with a header that is not ASCII") from error
    length = answer.get("content-length")
    if bodiless or chunked:  # a 304 may state the length of a body that does not follow; chunks state their own
        dropped, length = dropped | {"content-length"}, None
    passed = [(name.encode("ascii"), value.encode("ascii")) for name, value in fields if name not in dropped]
    passed.extend(added)
    return passed, None if length is None else int(length)


def _not_passed_back(answer: HeaderMap) -> frozenset[str]:
    options = answer.get("connection")
    if options is None:
        return _NOT_PASSED_BACK
    return _NOT_PASSED_BACK | {option.strip().lower() for option in options.split(",")}
