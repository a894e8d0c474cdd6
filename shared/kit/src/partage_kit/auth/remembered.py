"""Callers of tokens that were verified before, by the hash of the token."""

import hashlib
import time
from collections import OrderedDict

from partage_kit.auth.caller import Caller


class RememberedCallers:
    """The most recently used callers, each until its token expires. The tokens themselves are not kept."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._entries: OrderedDict[bytes, tuple[Caller, float]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._entries)

    def get(self, token: str) -> Caller | None:
        """The caller of a token, or None when it is unknown or has expired."""
        key = _hash(token)
        entry = self._entries.get(key)
        if entry is None:
            return None
        caller, expires_at = entry
        if expires_at <= time.time():
            del self._entries[key]
            return None
        self._entries.move_to_end(key)
        return caller

    def put(self, token: str, caller: Caller, expires_at: float) -> None:
        """Remember a caller until `expires_at` (seconds since 1970); the least recently used one makes room."""
        self._entries[_hash(token)] = (caller, expires_at)
        if len(self._entries) > self._limit:
            self._entries.popitem(last=False)

    def clear(self) -> None:
        """Forget all."""
        self._entries.clear()


def _hash(token: str) -> bytes:
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).digest()
