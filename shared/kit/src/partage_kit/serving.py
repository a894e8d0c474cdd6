"""Serving an application on its port, and ending with one clear line when that cannot be. Knows no database."""

import gc
import socket
import sys
from collections.abc import Callable
from typing import Any, NoReturn

import structlog
import typer
import uvicorn
from fastapi import FastAPI

from partage_kit.settings import Settings

MOST_CONNECTIONS = 5_000
"""Connections at once, idle ones too; more are answered 503. How long each may be idle is for a proxy to bound."""

log = structlog.get_logger(__name__)


def fail(message: str) -> NoReturn:
    """End the process with one line on standard error and status 2."""
    typer.echo(message, err=True)
    raise SystemExit(2)


def collect_rarely() -> None:
    """Let the collector of cycles leave what is there now alone, and look at every 5,000 new objects instead of 700.

    The rows of a page or a file are no cycles: looking for some among them took a twentieth of the time of an import.
    """
    gc.freeze()
    gc.set_threshold(5_000)


def listening_socket(settings: Settings) -> socket.socket:
    """Bind the port before anything else starts, so that a taken port is one clear line."""
    try:
        family = socket.AF_INET6 if ":" in settings.host else socket.AF_INET
        listener = socket.create_server((settings.host, settings.port), family=family, reuse_port=False, backlog=512)
    except OSError as error:
        setting, where = f"PARTAGE_{settings.room}PORT", f"port {settings.port} on {settings.host}"
        fail(f"{where} cannot be used ({error.strerror}): stop what uses it, or set {setting}")
    listener.set_inheritable(True)
    return listener


def serve_app(
    app: FastAPI | Callable[..., object], settings: Settings, prepare: Callable[[], None] | None = None, **options: Any
) -> None:
    """Serve an application until a signal; what is in flight gets two seconds. `options` are uvicorn's.

    `prepare` is done once the port is ours, and before the server begins: it may end the process with a line.
    """
    listener = listening_socket(settings)
    if prepare is not None:
        prepare()
    defaults: dict[str, Any] = {
        "log_config": None,
        "access_log": False,
        "server_header": False,
        "limit_concurrency": MOST_CONNECTIONS,
        "timeout_graceful_shutdown": 2,
        "h11_max_incomplete_event_size": 32_768,
    }
    config = uvicorn.Config(app, **(defaults | options))
    server = uvicorn.Server(config)
    log.info("listening", url=f"http://{settings.host}:{settings.port}")
    server.run(sockets=[listener])
    if not server.started:
        sys.exit(3)
