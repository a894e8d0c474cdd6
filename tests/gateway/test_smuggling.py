"""Raw bytes at the door: no request hides within another, and no header or path arrives with a second meaning."""

import re
import socket

import httpx
import pytest

from gateway.processes import Process
from gateway.witness import Witness

MARK = b"hidden"


def talk(door: Process, request: bytes) -> bytes:
    """Send bytes and read until the gateway ends the connection: after a refusal, or because the last request asks."""
    with socket.create_connection(("127.0.0.1", door.port), timeout=10) as connection:
        connection.sendall(request)
        answer = b""
        while got := connection.recv(65_536):
            answer += got
        return answer


def statuses(answer: bytes) -> list[int]:
    """The status of each answer on a connection."""
    return [int(status) for status in re.findall(rb"HTTP/1\.1 ([0-9]{3}) ", answer)]


def get(target: bytes, *headers: bytes) -> bytes:
    """A GET that is the last on its connection."""
    return b"\r\n".join([b"GET " + target + b" HTTP/1.1", b"host: a", b"connection: close", *headers, b"", b""])


HIDDEN = b"GET /impact/v1/hidden HTTP/1.1\r\nhost: a\r\n\r\n"
CHUNKED_HIDDEN = b"0\r\n\r\n" + HIDDEN


def post(*headers: bytes, body: bytes) -> bytes:
    """A POST to the witness."""
    return b"\r\n".join([b"POST /impact/v1/open HTTP/1.1", b"host: a", *headers, b"", body])


AMBIGUOUS = {
    "a length and chunks": post(b"content-length: 6", b"transfer-encoding: chunked", body=CHUNKED_HIDDEN),
    "chunks and a length": post(b"transfer-encoding: chunked", b"content-length: 4", body=b"5c\r\n" + HIDDEN),
    "two lengths": post(b"content-length: 0", b"content-length: 45", body=HIDDEN),
    "the same length twice": post(b"content-length: 5", b"content-length: 5", body=b"12345" + HIDDEN),
    "a list of lengths": post(b"content-length: 0, 45", body=HIDDEN),
    "a signed length": post(b"content-length: +45", body=HIDDEN),
    "a hexadecimal length": post(b"content-length: 0x2d", body=HIDDEN),
    "an unknown coding": post(b"transfer-encoding: xchunked", body=CHUNKED_HIDDEN),
    "chunks twice": post(b"transfer-encoding: chunked", b"transfer-encoding: identity", body=CHUNKED_HIDDEN),
    "chunked, identity": post(b"transfer-encoding: chunked, identity", body=CHUNKED_HIDDEN),
    "chunks under a folded line": post(b"transfer-encoding:\r\n chunked", b"content-length: 4", body=CHUNKED_HIDDEN),
    "a space before the colon": post(b"transfer-encoding : chunked", body=CHUNKED_HIDDEN),
    "a vertical tab": post(b"transfer-encoding: \x0bchunked", body=CHUNKED_HIDDEN),
    "a broken chunk": post(b"transfer-encoding: chunked", body=b"zz\r\n" + HIDDEN),
    "a NUL in a value": post(b"x-a: a\x00b", b"content-length: 0", body=b""),
    "a bare CR in a value": post(b"x-a: a\rtransfer-encoding: chunked", b"content-length: 0", body=b""),
    "two hosts": post(b"host: b", b"content-length: 0", body=b""),
    "a host that is none": b"GET /impact/v1/open HTTP/1.1\r\nhost: a/../b\r\n\r\n",
}


@pytest.mark.parametrize("request_bytes", AMBIGUOUS.values(), ids=AMBIGUOUS.keys())
def test_ambiguous_requests_reach_nobody(door: Process, witness: Witness, request_bytes: bytes) -> None:
    answer = talk(door, request_bytes)
    assert statuses(answer)[:1] == [400], answer
    assert not any(MARK in head.split(b"\r\n")[0] for head in witness.heads), witness.heads


def test_a_body_that_looks_like_a_request_stays_a_body(door: Process, witness: Witness) -> None:
    answer = talk(door, post(b"connection: close", b"content-length: %d" % len(HIDDEN), body=HIDDEN))
    assert statuses(answer) == [200]
    assert len(witness.heads) == 1


def test_chunks_are_framed_anew(door: Process, witness: Witness) -> None:
    body = b"%x;ext=1\r\n%s\r\n0\r\ntrailer: x\r\n\r\n" % (len(HIDDEN), HIDDEN)
    assert statuses(talk(door, post(b"connection: close", b"transfer-encoding: chunked", body=body))) == [200]
    assert len(witness.heads) == 1
    assert b"ext=1" not in witness.heads[0]


def test_pipelined_requests_are_two(door: Process, witness: Witness) -> None:
    first = b"GET /impact/v1/one HTTP/1.1\r\nhost: a\r\n\r\n"
    assert statuses(talk(door, first + get(b"/impact/v1/two"))) == [200, 200]
    assert sorted(head.split(b" ")[1] for head in witness.heads) == [b"/impact/v1/one", b"/impact/v1/two"]


def test_a_refused_body_is_not_read_as_the_next_request(door: Process, witness: Witness) -> None:
    bad = post(b"authorization: Bearer none", b"content-length: %d" % len(HIDDEN), body=HIDDEN)
    assert statuses(talk(door, bad + get(b"/impact/v1/after"))) == [401, 200]
    assert [head.split(b" ")[1] for head in witness.heads] == [b"/impact/v1/after"]


@pytest.mark.parametrize(
    "target",
    [
        b"/impact/../members/v1/echo",
        b"/impact/v1/%2e%2e/%2E%2e/x",
        b"/impact/v1/./x",
        b"/impact/v1/.",
        b"/impact/v1/..%2f..%2fetc",
        b"/impact/v1/..%5c..%5cetc",
        b"/impact/v1\\..\\x",
        b"/impact/v1/%00",
        b"/impact/v1/a%0d%0ax-admin:%201",
        b"/impact/v1/a%7f",
        b"/impact/v1/{id}",
        b"/impact/v1/caf\xc3\xa9",
    ],
)
def test_paths_with_two_meanings_reach_nobody(door: Process, witness: Witness, target: bytes) -> None:
    answer = talk(door, get(target))
    assert statuses(answer) == [400], answer
    assert witness.heads == []


@pytest.mark.parametrize(
    "target",
    [
        b"/impact/v1/a%2Fb%2f",
        b"/impact/v1//double//",
        b"/impact/v1/%E2%82%AC/~tilde/a.b/..c/%2561",
        b"/impact/v1/!$&'()*+,;=:@-._",
        b"/impact/v1/x?q=a%20b+c&empty=&q=2",
        b"/impact/v1/x?q=%27%22%00%0d%0a/../..?",
        b"/impact/v1/%zz%",
    ],
)
def test_targets_arrive_as_they_were_spelled(door: Process, witness: Witness, target: bytes) -> None:
    assert statuses(talk(door, get(target))) == [200]
    assert witness.heads[0].split(b" ")[1] == target


def test_a_prefix_in_disguise_is_no_prefix(door: Process, witness: Witness) -> None:
    for target in (b"/%69mpact/v1/x", b"/IMPACT/v1/x", b"//impact/v1/x", b"/impact", b"/impactful/x"):
        assert statuses(talk(door, get(target))) == [404], target
    assert statuses(talk(door, get(b"http://elsewhere.example/impact/v1/x"))) == [200]
    assert [head.split(b"\r\n")[0] for head in witness.heads] == [b"GET /impact/v1/x HTTP/1.1"]


@pytest.mark.parametrize("method", [b"CONNECT", b"TRACE", b"PROPFIND"])
def test_methods_the_house_does_not_know(door: Process, witness: Witness, method: bytes) -> None:
    answer = talk(door, method + b" /impact/v1/x HTTP/1.1\r\nhost: a\r\nconnection: close\r\n\r\n")
    assert statuses(answer)[0] in (400, 405)
    assert witness.heads == []


def sent(head: bytes) -> dict[str, list[str]]:
    """The headers that a service got."""
    found: dict[str, list[str]] = {}
    for line in head.split(b"\r\n")[1:]:
        name, _, value = line.decode().partition(": ")
        found.setdefault(name, []).append(value)
    return found


async def test_headers_that_a_caller_may_not_speak_for(client: httpx.AsyncClient, witness: Witness) -> None:
    told = {
        "x-forwarded-for": "203.0.113.9", "x-forwarded-host": "elsewhere.example", "x-forwarded-proto": "https",
        "x-forwarded-prefix": "/admin", "x-real-ip": "203.0.113.9", "forwarded": "for=203.0.113.9",
        "x-request-id": "no id\tat all", "traceparent": "00-zz", "connection": "keep-alive, x-secret-hop",
        "x-secret-hop": "1", "te": "trailers", "upgrade": "h2c", "proxy-authorization": "Basic eA==", "x-kept": "yes",
    }  # fmt: skip
    answer = await client.get("/impact/v1/x", headers=told)
    got = sent(witness.heads[0])
    assert got["x-forwarded-for"] == ["127.0.0.1"]
    assert got["x-forwarded-proto"] == ["http"]
    assert got["x-forwarded-host"] == [client.base_url.netloc.decode()]
    assert got["host"] != got["x-forwarded-host"]
    assert got["x-kept"] == ["yes"]
    dropped = ("x-forwarded-prefix", "x-real-ip", "forwarded", "x-secret-hop", "te", "upgrade", "proxy-authorization")
    assert not set(dropped) & set(got)
    assert re.fullmatch("[0-9a-f-]{36}", got["x-request-id"][0])
    assert re.fullmatch("00-[0-9a-f]{32}-[0-9a-f]{16}-01", got["traceparent"][0])
    assert answer.headers["x-request-id"] == got["x-request-id"][0]
    assert answer.headers["traceparent"] == got["traceparent"][0]


async def test_a_right_request_id_and_trace_are_kept(client: httpx.AsyncClient, witness: Witness) -> None:
    kept = {"x-request-id": "mobile-4711", "traceparent": f"00-{'a' * 32}-{'b' * 16}-01"}
    answer = await client.get("/impact/v1/x", headers=kept)
    assert {name: sent(witness.heads[0])[name][0] for name in kept} == kept
    assert {name: answer.headers[name] for name in kept} == kept


def test_header_values_pass_byte_for_byte_or_not_at_all(door: Process, witness: Witness) -> None:
    assert statuses(talk(door, get(b"/impact/v1/x", "x-name: café".encode()))) == [200]
    assert "x-name: café".encode() in witness.heads[0]
    assert statuses(talk(door, get(b"/impact/v1/x", "x-name: café".encode("latin-1")))) == [400]
