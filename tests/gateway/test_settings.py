"""The command line: wrong settings and a taken port are one line that says what to do."""

import socket
import subprocess
import sys
from pathlib import Path

import pytest

from partage_gateway.nginx import nginx_configuration
from partage_gateway.settings import GatewaySettings
from support.command_line import run

ROOT = Path(__file__).parents[2]


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("MEMBERS_URL", "members:8001", "MEMBERS_URL"),
        ("MEMBERS_URL", "http://members:8001/path", "MEMBERS_URL"),
        ("SUBJECT_LIMIT", "many", "is no limit"),
        ("TRUSTED_PROXIES", "10.0.0.0/33", "TRUSTED_PROXIES"),
        ("MEMBER_URL", "http://members:8001", "did you mean PARTAGE_GATEWAY_MEMBERS_URL?"),
        ("ENV", "production", "needs PARTAGE_OIDC_ISSUER"),
        ("EVENTS_URL", "nats://integrator:secret@bus:4222", "EVENTS_URL"),
        ("DOCUMENTS", "/nowhere", "PARTAGE_GATEWAY_DOCUMENTS"),
    ],
)
def test_wrong_settings(name: str, value: str, said: str) -> None:
    ended = run("gateway", "serve", **{f"GATEWAY_{name}": value})
    assert ended.returncode == 2
    assert said in ended.stderr
    assert "Traceback" not in ended.stderr


def test_documents_of_another_form(tmp_path: Path) -> None:
    (tmp_path / "asyncapi.json").write_text("{}")
    (tmp_path / "problems.json").write_text('[{"code": "x"}]')
    ended = run("gateway", "serve", GATEWAY_DOCUMENTS=str(tmp_path))
    assert ended.returncode == 2
    assert "problems.json has not the form it needs" in ended.stderr


def test_a_taken_port(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = str(taken.getsockname()[1])
        ended = run("gateway", "serve", GATEWAY_PORT=port, HOME=str(tmp_path))
    assert ended.returncode == 2
    assert f"port {port} on 127.0.0.1 cannot be used" in ended.stderr
    assert "PARTAGE_GATEWAY_PORT" in ended.stderr


def test_the_gateway_needs_no_database_and_no_bus() -> None:
    look = (
        "import sys, partage_gateway.__main__; "
        "print([n for n in sys.modules if n.split('.')[0] in "
        "('sqlalchemy', 'sqlmodel', 'nats', 'partage_contracts', 'partage_members', 'alembic')])"
    )
    shown = subprocess.run([sys.executable, "-c", look], capture_output=True, text=True, check=True, timeout=60)
    assert shown.stdout.strip() == "[]"


def test_the_nginx_configuration_is_current() -> None:
    shown = run("gateway", "nginx-config")
    assert shown.returncode == 0
    remedy = "run: python -m partage_gateway nginx-config > deploy/nginx/partage.conf"
    assert (ROOT / "deploy/nginx/partage.conf").read_text() == shown.stdout, remedy


def test_the_nginx_configuration_follows_the_settings() -> None:
    text = nginx_configuration(
        GatewaySettings(
            members_url="http://members:8000", cors_origins=("https://app.example.org",), address_limit="50/second"
        )
    )
    assert "upstream partage_members {\n    server members:8000;" in text
    assert '"https://app.example.org" $http_origin;' in text
    assert "rate=50r/s" in text
    assert text.count("location /") == 4
    assert text.count("{") == text.count("}")
