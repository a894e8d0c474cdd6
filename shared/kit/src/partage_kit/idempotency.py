"""Idempotency-Key: a row of the command's own transaction, so that a repeat is answered alike or not at all."""

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import timedelta
from functools import cache
from typing import Any

from sqlalchemy import Insert, Select, Table, Update, bindparam, null, select, update
from sqlalchemy.engine import Connection

from partage_kit.clock import Clock
from partage_kit.errors import KeyReused
from partage_kit.replay import Replay
from partage_kit.statements import upsert

KEYS_KEPT = timedelta(hours=24)


class RequestHash:
    """A hash of all that makes a request what it is, which grows with its body as that comes in."""

    def __init__(self, method: str, path: str, query: str) -> None:
        self._head, self._body = hashlib.sha256(), hashlib.sha256()
        for part in (method, path, query):
            self._head.update(hashlib.sha256(part.encode()).digest())

    def add(self, chunk: bytes) -> None:
        """Take the next bytes of the body in."""
        self._body.update(chunk)

    def hexdigest(self) -> str:
        """The hash of the request with what came of its body so far."""
        whole = self._head.copy()
        whole.update(self._body.digest())
        return whole.hexdigest()


@dataclass(frozen=True)
class Claim:
    """One use of an Idempotency-Key: whose, which, and the hash of its request, whole when the transaction begins."""

    caller: str
    key: str
    request: RequestHash


def claim_key(connection: Connection, keys: Table, claim: Claim, clock: Clock) -> None:
    """Take the key for this transaction; a concurrent use of it waits here until the first has ended.

    Raises:
        Replay: the same request was answered before.
        KeyReused: the key belongs to another request.
    """
    now, request_hash = clock.roughly(), claim.request.hexdigest()
    row = {"caller": claim.caller, "key": claim.key, "request_hash": request_hash, "created_at": now}
    taken = connection.execute(_taking(keys, connection.dialect.name), {**row, "expired": now - KEYS_KEPT}).first()
    if taken is not None:
        return
    first = connection.execute(_first_use(keys), {"whose": claim.caller, "which": claim.key}).one()
    if first.request_hash != request_hash:
        raise KeyReused("the key was first used with another body, on another route or with another query")
    raise Replay(first.status, first.headers, first.body)


def keep_answer(
    connection: Connection, keys: Table, claim: Claim, status: int, headers: Mapping[str, str], body: bytes
) -> None:
    """Store the answer beside the key that this transaction has taken."""
    answer = {"status": status, "headers": dict(headers), "body": body}
    connection.execute(_answering(keys), {"whose": claim.caller, "which": claim.key, **answer})


@cache
def _taking(keys: Table, dialect: str) -> Insert:
    columns = ("caller", "key", "request_hash", "created_at")
    statement = upsert(keys, dialect).values({name: bindparam(name) for name in columns})
    new = statement.excluded
    # a key that was kept long enough is taken over as if it were new
    return statement.on_conflict_do_update(
        index_elements=["caller", "key"],
        set_={
            "request_hash": new.request_hash,
            "created_at": new.created_at,
            "status": null(),
            "headers": null(),
            "body": null(),
        },
        where=keys.c.created_at < bindparam("expired", type_=keys.c.created_at.type),
    ).returning(keys.c.key)


@cache
def _first_use(keys: Table) -> Select[Any]:
    return select(keys).where(keys.c.caller == bindparam("whose"), keys.c.key == bindparam("which"))


@cache
def _answering(keys: Table) -> Update:
    mine = (keys.c.caller == bindparam("whose"), keys.c.key == bindparam("which"))
    return update(keys).where(*mine).values({name: bindparam(name) for name in ("status", "headers", "body")})
