"""The sessions of a request: `session: ReadSession` or `session: WriteSession` in a handler's signature."""

from collections.abc import AsyncIterator
from contextlib import AbstractAsyncContextManager, AsyncExitStack, asynccontextmanager
from typing import Annotated, Any, TypeVar

from fastapi import Depends, Request
from sqlalchemy.ext.asyncio import AsyncSession

from partage_kit.auth import identify
from partage_kit.db.database import Database
from partage_kit.db.sessions import ReadOnlySession
from partage_kit.idempotency import Claim
from partage_kit.unit_of_work import Actor

S = TypeVar("S")


async def _read_session(request: Request) -> ReadOnlySession:
    return await _of_request(request, _database(request).reading())


async def _write_session(request: Request) -> AsyncSession:
    state, caller = request.state, await identify(request)
    actor = Actor(
        subject=caller.subject if caller else "anonymous",
        office=caller.office if caller else "none",
        action=request.scope["route"].name,
        member_id=caller.member_id if caller else None,
        request_id=state.request_id,
        traceparent=state.traceparent,
    )
    session = await _of_request(request, _database(request).writing(actor))
    if caller and state.idempotency:
        key, request_hash = state.idempotency
        session.info["idempotency"] = Claim(f"{caller.office}:{caller.subject}", key, request_hash)
    state.write_session = session
    return session


async def _anonymous_session(request: Request) -> AsyncSession:
    """A write session that knows nothing of its request, for the routes of `http.anonymous`."""
    actor = Actor(subject="anonymous", office="none", action=request.scope["route"].name)
    return await _of_request(request, _leaving_no_trace(request.app.state.service, actor))


def _database(request: Request) -> Database:
    database: Database = request.app.state.service.database
    return database


async def _of_request(request: Request, session: AbstractAsyncContextManager[S]) -> S:
    """Begin a session that the request's route ends, after the answer is serialised and before its first byte leaves.

    A `yield` dependency would end after the answer has left, and then a commit that fails could not become an error.
    """
    sessions: AsyncExitStack = request.state.sessions
    return await sessions.enter_async_context(session)


@asynccontextmanager
async def _leaving_no_trace(service: Any, actor: Actor) -> AsyncIterator[AsyncSession]:
    async with service.database.writing(actor) as session:
        yield session
    await service.write_ahead_log.cut()


ReadSession = Annotated[ReadOnlySession, Depends(_read_session)]
WriteSession = Annotated[AsyncSession, Depends(_write_session)]
AnonymousSession = Annotated[AsyncSession, Depends(_anonymous_session)]
