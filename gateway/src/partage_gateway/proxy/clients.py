"""Who asks: the address behind a request, and what a service is told about it."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from ipaddress import ip_address

from starlette.types import Scope

from partage_gateway.errors import MalformedRequest
from partage_gateway.proxy.headers import Fields
from partage_gateway.settings import Network

_HOST = re.compile(rb"[A-Za-z0-9.\-]{1,253}(:[0-9]{1,5})?|\[[0-9A-Fa-f:.]{2,45}\](:[0-9]{1,5})?")


@dataclass(slots=True)
class Client:
    """Where a request comes from."""

    address: str
    forwarded: tuple[tuple[str, str], ...]

    @property
    def house(self) -> str:
        """The house's address as the client knows it: http://127.0.0.1:8000."""
        told = dict(self.forwarded)
        return f"{told['x-forwarded-proto']}://{told.get('x-forwarded-host', 'localhost')}"


class Clients:
    """Tells clients apart; what proxies say is believed only of the networks that are trusted."""

    def __init__(self, trusted: Iterable[Network]) -> None:
        self._trusted = tuple(trusted)

    def of(self, scope: Scope, fields: Fields) -> Client:
        """The client of a request.

        Raises:
            MalformedRequest: the Host header is no host.
        """
        peer = (scope["client"] or ("unknown", 0))[0]
        scheme, host = scope["scheme"], fields.get(b"host", b"")
        chain, address = peer, peer
        if self._trusted and self._is_trusted(peer):
            told = fields.get(b"x-forwarded-for", b"").decode("latin-1")
            chain, address = f"{told}, {peer}" if told else peer, self._nearest_untrusted(told, peer)
            scheme = _one_of(fields.get(b"x-forwarded-proto", b""), scheme)
            host = fields.get(b"x-forwarded-host", host)
        forwarded = (("x-forwarded-for", chain), ("x-forwarded-proto", scheme), ("x-forwarded-host", _checked(host)))
        return Client(address, forwarded if host else forwarded[:2])

    def _is_trusted(self, address: str) -> bool:
        try:
            parsed = ip_address(address)
        except ValueError:
            return False
        return any(parsed in network for network in self._trusted)

    def _nearest_untrusted(self, told: str, peer: str) -> str:
        """From the right: each trusted proxy wrote down who called it; left of an untrusted one is hearsay."""
        for address in reversed([part.strip() for part in told.split(",") if part.strip()]):
            if not self._is_trusted(address):
                return address if _is_address(address) else peer
            peer = address
        return peer


@lru_cache(1024)
def _checked(host: bytes) -> str:
    if host and not _HOST.fullmatch(host):
        raise MalformedRequest("the Host header is no host")
    return host.decode("ascii")


def _is_address(text: str) -> bool:
    try:
        ip_address(text)
    except ValueError:
        return False
    return True


def _one_of(value: bytes, otherwise: str) -> str:
    text = value.decode("latin-1").lower()
    return text if text in ("http", "https") else otherwise
