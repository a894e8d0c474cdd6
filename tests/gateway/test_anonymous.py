"""Anonymous routes at the doors: neither the gateway nor nginx writes down, counts or passes on who called."""

import re
import socket
from pathlib import Path

import httpx
import pytest

from gateway.conftest import GatewayMaker
from gateway.processes import Process
from gateway.witness import Witness
from partage_gateway.anonymous import anonymous_paths
from partage_gateway.nginx import nginx_configuration
from partage_gateway.routes import upstreams
from partage_gateway.settings import GatewaySettings
from support.plain_http import NO_CERTIFICATES

WAVE = "/impact/v1/waves/0198c0de-1b2a-7c3d-8e4f-5a6b7c8d9e0f"
TELLING = {
    "x-request-id": "known-to-the-caller",
    "traceparent": f"00-{'a' * 32}-{'b' * 16}-01",
    "tracestate": "vendor=somebody",
    "baggage": "user=somebody",
    "x-forwarded-for": "198.51.100.7",
}
COUNTED = re.compile(r'^partage_gateway_seconds_count\{.*service="impact".*\} (\S+)$', re.MULTILINE)


def names_in(head: bytes) -> set[str]:
    """The names of the headers of a request head."""
    return {line.partition(b":")[0].decode().lower() for line in head.split(b"\r\n")[1:]}


@pytest.fixture
def log(tmp_path: Path) -> Path:
    """What a gateway of these tests writes."""
    return tmp_path / "log"


@pytest.fixture
def open_door(make_gateway: GatewayMaker, witness: Witness, log: Path) -> Process:
    """A gateway before the witness that logs all it can."""
    return make_gateway(log=log, impact_url=witness.url, log_level="debug", address_limit="20/60 second")


def test_surveys_are_on_the_list() -> None:
    assert "/impact/v1/waves/{wave_id}/responses" in anonymous_paths()


@pytest.mark.parametrize("path", anonymous_paths())
def test_the_service_is_not_told_who_calls(open_door: Process, witness: Witness, path: str) -> None:
    target = re.sub(r"\{\w+\}", "0198c0de", path)
    answer = httpx.post(open_door.url + target, json={}, headers=TELLING, timeout=30, verify=NO_CERTIFICATES)
    assert answer.status_code == 200
    assert not names_in(witness.heads[-1]) & set(TELLING)
    assert not {"x-request-id", "traceparent"} & set(answer.headers)
    # its neighbour is an ordinary route
    httpx.get(open_door.url + WAVE, headers=TELLING, timeout=30, verify=NO_CERTIFICATES)
    assert {"x-request-id", "traceparent", "x-forwarded-for"} <= names_in(witness.heads[-1])


def test_no_line_and_no_count_is_left(open_door: Process, witness: Witness, log: Path) -> None:
    def broken(connection: socket.socket) -> None:
        connection.sendall(b"hello\r\n\r\n")

    def counted() -> list[str]:
        return COUNTED.findall(httpx.get(f"{open_door.url}/metrics", timeout=30, verify=NO_CERTIFICATES).text)

    def written() -> list[str]:
        of_no_request = ('"/livez"', '"/metrics"', '"listening"')
        return [line for line in log.read_text().splitlines() if not any(words in line for words in of_no_request)]

    for escaped in ("responses", "%72esponses"):
        assert (
            httpx.post(f"{open_door.url}{WAVE}/{escaped}", json={}, timeout=30, verify=NO_CERTIFICATES).status_code
            == 200
        )
    bad = {"authorization": "Bearer e30.e30.e30"}
    assert (
        httpx.post(
            f"{open_door.url}{WAVE}/responses", json={}, headers=bad, timeout=30, verify=NO_CERTIFICATES
        ).status_code
        == 401
    )
    witness.script = broken
    assert (
        httpx.post(f"{open_door.url}{WAVE}/responses", json={}, timeout=30, verify=NO_CERTIFICATES).status_code == 502
    )
    assert (counted(), written()) == ([], [])
    assert httpx.get(open_door.url + WAVE, timeout=30, verify=NO_CERTIFICATES).status_code == 502
    assert "upstream-broke" in written()[-1] and counted()


def locations(text: str) -> dict[str, str]:
    """Each location of an nginx configuration with its directives."""
    return dict(re.findall(r"^    location (.+?) \{\n(.*?)^    \}", text, re.MULTILINE | re.DOTALL))


def test_nginx_keeps_as_little() -> None:
    settings = GatewaySettings()
    found = locations(nginx_configuration(settings))
    [(place, silent)] = [(name, lines) for name, lines in found.items() if name.startswith("~ ")]
    pattern = re.compile(place.removeprefix("~ "))
    for path in anonymous_paths():
        target = re.sub(r"\{\w+\}", "0198c0de", path)
        assert pattern.match(target)
        assert any(service.leaves_no_trace(target) for service in upstreams(settings))
    assert not pattern.match(WAVE)
    assert "access_log off;" in silent and "error_log /dev/null crit;" in silent
    for header in ("X-Request-ID", "traceparent", "tracestate", "baggage", "X-Forwarded-For", "X-Real-IP"):
        assert f'proxy_set_header {header} "";' in silent
    assert "$partage_request_id" not in silent and "$partage_trace" not in silent
    # a failure is answered from elsewhere, and logged or not by what stands there
    elsewhere = re.findall(r"error_page \d+ = (\S+);", silent)
    assert len(elsewhere) == 3
    for name in elsewhere:
        assert "access_log off;" in found[name] and "request_id" not in found[name]
