"""Which request targets pass. Their bytes go on unchanged; what two readers could take differently is refused."""

import re
from urllib.parse import unquote_to_bytes

from partage_gateway.errors import MalformedRequest

_PLAIN = re.compile(rb"[A-Za-z0-9_~/-]*")
# RFC 3986, section 3.3; anything else would reach the service in another spelling than it had
_LEGAL = re.compile(rb"[A-Za-z0-9._~!$&'()*+,;=:@%/-]*")
_SEPARATOR = re.compile(rb"[/\\]")
_CONTROL = re.compile(rb"[\x00-\x1f\x7f]")


def target_of(raw_path: bytes, query: bytes) -> str:
    """The target as the client spelled it.

    Raises:
        MalformedRequest: the path has `.` or `..` segments (also encoded), control characters, or is no legal path.
    """
    if not _PLAIN.fullmatch(raw_path):
        _refuse_ambiguous(raw_path)
    path = raw_path.decode("ascii")
    if not query:
        return path
    try:
        return f"{path}?{query.decode('ascii')}"
    except UnicodeDecodeError as error:
        raise MalformedRequest("the query holds bytes beyond ASCII; percent-encode them") from error


def _refuse_ambiguous(raw_path: bytes) -> None:
    if not _LEGAL.fullmatch(raw_path):
        raise MalformedRequest("the path holds characters that need percent-encoding")
    decoded = unquote_to_bytes(raw_path)
    if _CONTROL.search(decoded):
        raise MalformedRequest("the path holds control characters")
    if any(segment in (b".", b"..") for segment in _SEPARATOR.split(decoded)):
        raise MalformedRequest("the path holds `.` or `..`")
