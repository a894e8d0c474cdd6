"""The one place that ties a service together; an `app.py` says in 15 lines what is its own."""

import asyncio
from collections.abc import AsyncIterator, Iterator, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from functools import partial
from importlib.metadata import version
from pathlib import Path
from typing import Any

from fastapi import APIRouter, FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from sqlalchemy.orm import registry

from partage_kit.auth import Allow, TokenVerifier
from partage_kit.bus import Bus
from partage_kit.consumers import Consumers
from partage_kit.db import Database, open_database
from partage_kit.db.write_ahead_log import WriteAheadLog
from partage_kit.due_work import DueWork
from partage_kit.housekeeping import keep_house
from partage_kit.http import health, problem_types
from partage_kit.http.context import RequestContext
from partage_kit.http.openapi import describe
from partage_kit.http.problems import answer_with_problems
from partage_kit.imports.kinds import ImportKind
from partage_kit.imports.work import import_job
from partage_kit.jobs.kinds import JobKind
from partage_kit.jobs.routes import jobs_router
from partage_kit.jobs.worker import JobWorker
from partage_kit.migrations import Migrations
from partage_kit.relay import Relay
from partage_kit.settings import ServiceSettings
from partage_kit.workers import insist, run_workers


@dataclass
class Service:
    """What the requests of one service share."""

    name: str
    settings: ServiceSettings
    database: Database
    migrations: Migrations
    verifier: TokenVerifier
    consumers: Sequence[Consumers]
    workers: Sequence[DueWork]
    jobs: Sequence[JobKind]
    imports: Sequence[ImportKind[Any]]
    bus: Bus | None
    prepared: bool = False
    write_ahead_log: WriteAheadLog = field(init=False)

    def __post_init__(self) -> None:
        self.write_ahead_log = WriteAheadLog(self.database)

    async def prepare(self) -> None:
        """Bring the database up to date, unless that is done by hand or was done before."""
        if self.settings.migrate_on_start and not self.prepared:
            await self.migrations.upgrade(self.settings.database())
        self.prepared = True

    def bus_state(self) -> str:
        """`off` when this process has no bus, else whether it is connected."""
        if self.bus is None:
            return "off"
        return "ok" if self.bus.connected else "unreachable: events wait in the outbox"

    def job_worker(self) -> JobWorker:
        """Who does the service's jobs in this process."""
        poll_s, lease_s = self.settings.job_poll_seconds, self.settings.job_lease_seconds
        return JobWorker(self.database, self.jobs, poll_s=poll_s, lease_s=lease_s)

    async def work(self) -> None:
        """Publish this service's facts, take in those of the others and do what falls due, until cancelled."""
        async with asyncio.TaskGroup() as group:
            sweeping = partial(keep_house, self.database, self.settings.stream_max_age_days)
            group.create_task(insist("housekeeping", sweeping))
            for worker in self.workers:
                group.create_task(insist(worker.name, partial(worker.run, self.database)))
            if self.jobs:
                group.create_task(insist("jobs", self.job_worker().run))
            if self.bus is not None:
                relay = Relay(self.database, self.bus, self.settings)
                group.create_task(run_workers(self.database, self.bus, relay, self.consumers))


def create_service(
    name: str,
    settings: ServiceSettings,
    *,
    tables: registry,
    migrations: Path,
    routers: Sequence[APIRouter],
    description: str,
    consumers: Sequence[Consumers] = (),
    workers: Sequence[DueWork] = (),
    jobs: Sequence[JobKind] = (),
    imports: Sequence[ImportKind[Any]] = (),
    public: frozenset[str] = frozenset(),
    examples: Path | None = None,
    within: FastAPI | None = None,
) -> FastAPI:
    """A service with its database, identity, health and documentation; `public` names the routes open to everybody,
    and `examples` is a JSON file of examples of request bodies for OpenAPI.

    It moves `within` an application that another service of the same kind has left, if one is given: making the routes
    takes longer than all else.

    Raises:
        ValueError: a route names no caller and is not listed as public; routes are closed by default.
    """
    jobs = [*jobs, *map(import_job, imports)]
    service = Service(
        name=name,
        settings=settings,
        database=open_database(settings.database(), tables, source=name, pool=settings.database_pool),
        migrations=Migrations(migrations, tables.metadata),
        verifier=TokenVerifier.from_settings(settings),
        consumers=consumers,
        workers=workers,
        jobs=jobs,
        imports=imports,
        bus=_bus(name, settings),
    )
    if within is not None:
        within.state.service = service
        return within
    app = FastAPI(
        title=f"Partage {name}",
        version=version(f"partage-{name}"),
        description=description,
        openapi_url=f"/{name}/v1/openapi.json",
        docs_url=None,
        redoc_url=None,
        lifespan=_lifespan,
        redirect_slashes=False,
        separate_input_output_schemas=False,
        generate_unique_id_function=lambda route: f"{name}_{route.name}",
    )
    app.state.service = service
    for router in (*routers, *([jobs_router(name, jobs)] if jobs else [])):
        app.include_router(router, prefix=f"/{name}/v1")
    app.include_router(health.router)
    app.include_router(problem_types.router)
    refuse_open_routes(app, public)
    answer_with_problems(app)
    app.openapi = lambda: describe(app, examples)  # type: ignore[method-assign]  # as FastAPI documents it
    app.add_middleware(RequestContext)
    return app


def _bus(name: str, settings: ServiceSettings) -> Bus | None:
    """NATS when its address is known; imported only then, as it slows the start."""
    if settings.nats_url is None:
        return None
    from partage_kit.bus.nats import NatsBus

    return NatsBus(settings.nats_url, name=name)


@asynccontextmanager
async def _lifespan(app: FastAPI) -> AsyncIterator[None]:
    service: Service = app.state.service
    await service.prepare()
    tasks = [asyncio.create_task(insist("write-ahead log", service.write_ahead_log.cut_what_is_left))]
    if service.settings.work_in_serve:
        tasks.append(asyncio.create_task(service.work()))
    try:
        yield
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)
        await service.database.close()


def domain_routes(app: FastAPI) -> Iterator[RouteContext]:
    """The routes that are the service's own, without health and documentation."""
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, APIRoute) and route.original_route.include_in_schema:
            yield route


def roles_of(route: RouteContext) -> frozenset[str] | None:
    """The roles that may call a route, read from its handler's signature; None when it asks for no caller."""
    policies = [call for call in _calls(route.dependant) if isinstance(call, Allow)]
    return frozenset(role for policy in policies for role in policy.roles) if policies else None


def _calls(dependant: Dependant) -> Iterator[Any]:
    yield dependant.call
    for child in dependant.dependencies:
        yield from _calls(child)


def refuse_open_routes(app: FastAPI, public: frozenset[str]) -> None:
    """Closed by default: a route either names its callers in its signature or stands on the public list."""
    for route in domain_routes(app):
        if roles_of(route) is None and route.name not in public:
            raise ValueError(f"{route.path} is open: name its caller in {route.name}'s signature, or list it as public")
