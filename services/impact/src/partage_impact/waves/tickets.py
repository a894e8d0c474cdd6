"""Tickets: a random nonce and its proof under the wave's key; pure.

Whoever answers shows the ticket. The proof says that the wave gave it, and nothing says to whom.
"""

import hashlib
import hmac
import json
import secrets
from base64 import urlsafe_b64encode
from collections.abc import Mapping
from uuid import UUID

_BYTES = 32


def new_key() -> bytes:
    """A key for a wave's tickets."""
    return secrets.token_bytes(_BYTES)


def new_ticket(key: bytes, wave_id: UUID) -> str:
    """A ticket: nonce, a dot, and the proof (HMAC-SHA-256, RFC 2104), both as URL-safe text."""
    nonce = _text(secrets.token_bytes(_BYTES))
    return f"{nonce}.{_proof(key, wave_id, nonce)}"


def is_genuine(key: bytes, wave_id: UUID, ticket: str) -> bool:
    """Whether a wave gave this ticket; compared in constant time."""
    nonce, _, proof = ticket.partition(".")
    return hmac.compare_digest(proof, _proof(key, wave_id, nonce))


def nonce_hash(wave_id: UUID, ticket: str) -> str:
    """What is kept of a ticket with the answer: SHA-256 of the wave and the nonce, in hex."""
    nonce = ticket.partition(".")[0]
    return hashlib.sha256(f"{wave_id}.{nonce}".encode()).hexdigest()


def answer_digest(ticket: str, answers: Mapping[str, object]) -> str:
    """By which the holder of a ticket recognises the answers that are counted: SHA-256 of both, in hex."""
    canonical = json.dumps(answers, sort_keys=True, separators=(",", ":"), ensure_ascii=False)
    return hashlib.sha256(f"{ticket}\n{canonical}".encode()).hexdigest()


def _proof(key: bytes, wave_id: UUID, nonce: str) -> str:
    return _text(hmac.digest(key, f"{wave_id}.{nonce}".encode(), "sha256"))


def _text(content: bytes) -> str:
    return urlsafe_b64encode(content).rstrip(b"=").decode()
