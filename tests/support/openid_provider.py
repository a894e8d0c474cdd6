"""A real OpenID provider (nanoidp) in a process of its own, whose keys can be rotated over HTTP."""

import json
import os
import socket
import subprocess
import sys
import time
from pathlib import Path
from typing import Any

import httpx
import yaml

from partage_kit.auth import Role
from support.plain_http import NO_CERTIFICATES, status_of

CLIENT = ("partage-tests", "only-for-tests")
PASSWORD = "only-for-tests"
ANOTHER_AUDIENCE = "https://elsewhere.example"
READY_WITHIN_S = 60.0


class OpenIdProvider:
    """The provider on loopback; a rotation keeps one earlier key in its key set, the next one drops that."""

    def __init__(self, folder: Path, audience: str = "partage") -> None:
        self.folder = folder
        self.issuer = f"http://127.0.0.1:{_free_port()}"
        self.process: subprocess.Popen[bytes] | None = None
        self._configure(audience)

    def start(self) -> None:
        """Run it until it answers; the keys of an earlier run are kept."""
        port = self.issuer.rpartition(":")[2]
        command = [sys.executable, "-m", "nanoidp", "--config", str(self.folder), "--host", "127.0.0.1", "--port", port]
        with (self.folder / "provider.log").open("ab") as log:
            self.process = subprocess.Popen(command, cwd=self.folder, stdout=log, stderr=log, env=_environment())
        deadline = time.monotonic() + READY_WITHIN_S
        while not self._answers():
            if self.process.poll() is not None or time.monotonic() > deadline:
                raise RuntimeError(f"the provider does not start: {(self.folder / 'provider.log').read_text()}")
            time.sleep(0.05)  # between two looks

    def stop(self) -> None:
        """End the process; its address answers no more."""
        if self.process is not None:
            self.process.terminate()
            self.process.wait(10)
            self.process = None

    def token(self, role: str, *, audience: str | None = None, **claims: Any) -> str:
        """An access token for a person with a role (or with `chef`, which Partage does not know).

        `claims` are those of Partage, such as office and member_id.
        """
        form = {"grant_type": "password", "username": role, "password": PASSWORD, "extra": json.dumps(claims)}
        if audience is not None:
            form["resource"] = audience
        answer = httpx.post(f"{self.issuer}/token", data=form, auth=CLIENT, verify=NO_CERTIFICATES).raise_for_status()
        token: str = answer.json()["access_token"]
        return token

    def rotate(self) -> None:
        """Sign with a new key from now on."""
        httpx.post(f"{self.issuer}/api/keys/rotate", verify=NO_CERTIFICATES).raise_for_status()

    def times_asked(self) -> int:
        """How often its key set was fetched."""
        return (self.folder / "provider.log").read_text().count("GET /.well-known/jwks.json")

    def _answers(self) -> bool:
        return status_of(f"{self.issuer}/.well-known/openid-configuration") == 200

    def _configure(self, audience: str) -> None:
        name, secret = CLIENT
        client = {"client_id": name, "client_secret": secret, "allowed_resources": [ANOTHER_AUDIENCE]}
        settings = {
            "config_version": 1,
            "oauth": {"issuer": self.issuer, "audience": audience, "clients": [client]},
            "jwt": {"keys_dir": str(self.folder / "keys"), "max_previous_keys": 1},
        }
        people = {role: {"password": PASSWORD, "roles": [role]} for role in (*map(str, Role), "chef")}
        self.folder.mkdir(parents=True, exist_ok=True)
        (self.folder / "settings.yaml").write_text(yaml.safe_dump(settings))
        (self.folder / "users.yaml").write_text(yaml.safe_dump({"config_version": 1, "users": people}))


def _environment() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if not name.startswith(("NANOIDP_", "PARTAGE_"))}


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
