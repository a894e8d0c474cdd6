"""The reference of P2: the members service's statements over raw ASGI and asyncpg, without any framework."""

import hashlib
import json
import os
from typing import Any
from uuid import UUID

import asyncpg
from uuid_utils.compat import uuid7

COLUMNS = (
    "id, office, version, given_name, family_name, sort_name, email, phone, country, nuts, municipality, postal_code, "
    "languages, headline, presentation, trades, sectors, skills, stage, joined_on, created_at, updated_at"
)
ONE = f"SELECT {COLUMNS} FROM profiles WHERE id = $1 AND office = $2"  # noqa: S608 - constants
LIST = f"SELECT {COLUMNS} FROM profiles WHERE office = $1 ORDER BY sort_name, id LIMIT 51"  # noqa: S608
INSERT = (
    f"INSERT INTO profiles ({COLUMNS}) VALUES ("  # noqa: S608
    + ", ".join(f"${n}" for n in range(1, 23))
    + ")"
)
FACETS = "INSERT INTO profile_facets (profile_id, kind, code) VALUES ($1, $2, $3)"
KEY = (
    "INSERT INTO idempotency_keys (caller, key, request_hash, created_at) VALUES ($1, $2, $3, $4) "
    "ON CONFLICT DO NOTHING"
)
KEEP = "UPDATE idempotency_keys SET status = 201, headers = '{}', body = $3 WHERE caller = $1 AND key = $2"
AUDIT = (
    "INSERT INTO audit_trail (at, office, actor, action, entity, entity_id, after_hash, request_id) "
    "VALUES ($1, $2, $3, $4, $5, $6, $7, $8)"
)
OUTBOX = (
    "INSERT INTO outbox (event_id, address, envelope, created_at) VALUES ($1, $2, $3, $4) "
    "RETURNING pg_notify('partage_outbox', '')"
)

pool: "asyncpg.Pool[Any]"


async def app(scope: dict[str, Any], receive: Any, send: Any) -> None:
    """Serve three paths."""
    if scope["type"] == "lifespan":
        await lifespan(receive, send)
        return
    path = scope["path"]
    if path == "/livez":
        await answer(send, 200, b"{}")
    elif scope["method"] == "POST":
        await insert(json.loads((await receive())["body"]), send)
    elif path == "/profiles":
        async with pool.acquire() as connection:
            rows = await connection.fetch(LIST, "brussels")
        await answer(send, 200, json.dumps({"items": [dict(r) for r in rows[:50]]}, default=str).encode())
    else:
        async with pool.acquire() as connection:
            row = await connection.fetchrow(ONE, UUID(path.rsplit("/", 1)[1]), "brussels")
        await answer(send, 200, json.dumps(dict(row), default=str).encode())


async def insert(new: dict[str, Any], send: Any) -> None:
    """The statements of one registration: clock, key, row, facets, audit, outbox, kept answer."""
    made = uuid7()
    async with pool.acquire() as connection, connection.transaction():
        now = await connection.fetchval("SELECT clock_timestamp()")
        await connection.execute(KEY, "brussels:bench", str(made), "0" * 64, now)
        values = [json.dumps(new[name]) for name in ("languages", "headline", "trades", "sectors")]
        languages, headline, trades, sectors = values
        row = (
            made,
            "brussels",
            1,
            new["given_name"],
            new["family_name"],
            "x",
            new["email"],
            None,
            "BE",
            "BE100",
            "Ixelles",
        )
        await connection.execute(
            INSERT,
            *row,
            "1050",
            languages,
            headline,
            None,
            trades,
            sectors,
            "[]",
            "established",
            now.date(),
            now,
            now,
        )
        await connection.executemany(FACETS, [(made, "trade", new["trades"][0]), (made, "sector", new["sectors"][0])])
        body = json.dumps({"id": str(made), **new}).encode()
        digest = hashlib.sha256(body).hexdigest()
        await connection.execute(KEEP, "brussels:bench", str(made), body)
        await connection.execute(AUDIT, now, "brussels", "bench", "register", "profiles", str(made), digest, None)
        await connection.execute(OUTBOX, uuid7(), "partage.brussels.members.profile.registered.v1", body.decode(), now)
    await answer(send, 201, body)


async def answer(send: Any, status: int, body: bytes) -> None:
    """Send one JSON answer."""
    headers = [(b"content-type", b"application/json"), (b"content-length", str(len(body)).encode())]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": body})


async def lifespan(receive: Any, send: Any) -> None:
    """Open and close the pool."""
    global pool
    await receive()
    pool = await asyncpg.create_pool(os.environ["RAW_URL"], min_size=10, max_size=10)
    await send({"type": "lifespan.startup.complete"})
    await receive()
    await pool.close()
    await send({"type": "lifespan.shutdown.complete"})
