"""A web server on loopback that answers what a test tells it to: an identity provider that misbehaves."""

import json
import threading
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

WELL_KNOWN = "/.well-known/openid-configuration"


@dataclass
class Answer:
    """One answer; `after` holds it back until it is set."""

    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    after: threading.Event | None = None


class ScriptedProvider:
    """Answers by path; `asked` lists the paths in order."""

    def __init__(self, address: str) -> None:
        self.issuer = address
        self.answers: dict[str, Answer] = {}
        self.asked: list[str] = []

    def discover(self, **changed: Any) -> None:
        """Publish a discovery document that is right but for `changed`."""
        document = {"issuer": self.issuer, "jwks_uri": f"{self.issuer}/keys"} | changed
        self.answers[WELL_KNOWN] = Answer(json.dumps(document).encode())

    def publish(self, key_set: str, **more: Any) -> None:
        """Publish keys."""
        self.answers["/keys"] = Answer(key_set.encode(), **more)

    def redirect(self, path: str, to: str) -> None:
        """Answer a path with a redirection."""
        self.answers[path] = Answer(status=302, headers={"Location": to})

    def wait_until_asked(self, path: str, within: float = 20) -> None:
        """Return when a path was asked for."""
        deadline = time.monotonic() + within
        while path not in self.asked:
            if time.monotonic() > deadline:
                raise AssertionError(f"{path} was never asked for")
            time.sleep(0.01)  # between two looks


@contextmanager
def scripted_provider() -> Iterator[ScriptedProvider]:
    """A running one, ended with the block."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            provider.asked.append(self.path)
            answer = provider.answers.get(self.path, Answer(status=404))
            if answer.after is not None:
                answer.after.wait(30)
            self.send_response(answer.status)
            for name, value in answer.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(answer.body)))
            self.end_headers()
            self.wfile.write(answer.body)

        def log_message(self, *_: object) -> None:
            """The test reads `asked` instead."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        provider = ScriptedProvider(f"http://127.0.0.1:{server.server_port}")
        threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True).start()
        try:
            yield provider
        finally:
            for answer in provider.answers.values():
                if answer.after is not None:
                    answer.after.set()
            server.shutdown()
