"""The public keys that tokens are verified with, and the files they may stand in."""

import json
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol

import structlog
from jwt import PyJWK
from jwt.exceptions import PyJWTError

log = structlog.get_logger("partage.auth")

_ALGORITHMS = {("RSA", None): "RS256", ("EC", "P-256"): "ES256", ("OKP", "Ed25519"): "EdDSA"}
_PUBLIC = ("kty", "crv", "n", "e", "x", "y", "kid")
_LOOK_EVERY_S = 1.0


@dataclass(frozen=True)
class KeySet:
    """Verification keys, each bound to the one algorithm of its type (RFC 8725, section 3.1)."""

    keys: tuple[PyJWK, ...] = ()
    described: tuple[str, ...] = ()

    @classmethod
    def parse(cls, document: bytes | str) -> "KeySet":
        """Read a JWK Set (RFC 7517). Keys for encryption, symmetric, short or of an unknown type are passed over.

        Raises:
            ValueError: this is no JWK Set.
        """
        try:
            listed = json.loads(document)["keys"]
        except (KeyError, TypeError, RecursionError) as error:
            raise ValueError("not a JWK Set: an object with a list `keys`") from error
        if not isinstance(listed, list):
            raise ValueError("not a JWK Set: `keys` is not a list")
        usable = [(key, _describe(jwk)) for jwk in listed if (key := _verification_key(jwk))]
        return cls(tuple(key for key, _ in usable), tuple(text for _, text in usable))

    def find(self, kid: str | None, algorithm: str) -> PyJWK | None:
        """The one key for a token's header; a token that names no key is served when only one key fits."""
        fitting = [key for key in self.keys if key.algorithm_name == algorithm and kid in (None, key.key_id)]
        return fitting[0] if len(fitting) == 1 else None


NO_KEYS = KeySet()


def _verification_key(jwk: Any) -> PyJWK | None:
    if not isinstance(jwk, dict) or jwk.get("use", "sig") != "sig":
        return None
    algorithm = _ALGORITHMS.get((str(jwk.get("kty")), str(jwk["crv"]) if "crv" in jwk else None))
    if algorithm is None or jwk.get("alg", algorithm) != algorithm:
        return None
    try:
        # public members only: a private key is never loaded, even from a file that holds one
        key = PyJWK({name: jwk[name] for name in _PUBLIC if name in jwk}, algorithm)
    except (PyJWTError, ValueError, TypeError, AttributeError):  # numbers that are none, or of another length
        return None
    return None if key.Algorithm.check_key_length(key.key) else key


def holds_private_keys(file: Path) -> bool:
    """Whether a JWK Set file has more in it than is meant for publication (RFC 7517, section 4 of RFC 7518)."""
    try:
        listed = json.loads(file.read_bytes())["keys"]
        return any("d" in jwk for jwk in listed if isinstance(jwk, dict))
    except (OSError, ValueError, LookupError, TypeError, RecursionError):
        return False


def _describe(jwk: dict[str, Any]) -> str:
    return json.dumps({name: jwk.get(name) for name in _PUBLIC}, sort_keys=True)


class KeySource(Protocol):
    """Where keys come from. `keys` becomes another object only when the keys have changed."""

    keys: KeySet
    trouble: str | None

    def fresh(self) -> bool:
        """Whether `keys` may be used without asking the source."""

    async def keep_fresh(self) -> None:
        """Bring `keys` up to date when that is due."""

    async def look_again(self) -> None:
        """Bring `keys` up to date because a token names a key that is not there."""


class FileKeys:
    """Keys of a JWK Set file, read again when the file changes. A file that cannot be read leaves the old keys."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.keys = NO_KEYS
        self.trouble: str | None = None
        self._seen: tuple[int, int, int] | None = None
        self._looked_at = -_LOOK_EVERY_S
        self._look()

    def fresh(self) -> bool:
        """Whether the file was looked at within the last second."""
        return time.monotonic() - self._looked_at < _LOOK_EVERY_S

    async def keep_fresh(self) -> None:
        """Look at the file, at most once a second."""
        if not self.fresh():
            self._look()

    async def look_again(self) -> None:
        """Look at the file now."""
        self._look()

    def _look(self) -> None:
        self._looked_at = time.monotonic()
        try:
            found = self.path.stat()
            stamp = (found.st_mtime_ns, found.st_size, found.st_ino)
            if stamp != self._seen:
                self._take(KeySet.parse(self.path.read_bytes()))
                self._seen = stamp
            self.trouble = None
        except FileNotFoundError as error:
            self._missing(error)
        except (OSError, ValueError) as error:
            self._unreadable(error)

    def _take(self, keys: KeySet) -> None:
        if keys.described != self.keys.described:
            if self.keys.keys:  # the first ones are no change
                log.info("keys changed", file=str(self.path), keys=len(keys.keys))
            self.keys = keys

    def _missing(self, error: OSError) -> None:
        self._unreadable(error)

    def _unreadable(self, error: Exception) -> None:
        if self.trouble is None:
            log.warning("key file cannot be read", file=str(self.path), error=str(error))
        self.trouble = "the file of keys cannot be read"


class LocalKeys(FileKeys):
    """The key of the local issuer. No file means that no token was issued yet, which is no trouble."""

    def _missing(self, error: OSError) -> None:
        self._take(NO_KEYS)
        self._seen = None
        self.trouble = None
