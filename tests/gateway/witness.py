"""A service that keeps every byte it gets, and answers with bytes that a test chose."""

import socket
import socketserver
import threading
from collections.abc import Callable

ANSWER = b"HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok"
Script = Callable[[socket.socket], None]


def plain(connection: socket.socket) -> None:
    """A small right answer."""
    connection.sendall(ANSWER)


class Witness:
    """A TCP server; `heads` are the request heads in order, `script` answers each."""

    def __init__(self) -> None:
        self.heads: list[bytes] = []
        self.script: Script = plain
        witness = self

        class Handler(socketserver.BaseRequestHandler):
            def handle(self) -> None:
                rest = b""
                while True:
                    while b"\r\n\r\n" not in rest:
                        try:
                            got = self.request.recv(65_536)
                        except ConnectionError:
                            return
                        if not got:
                            return
                        rest += got
                    head, _, rest = rest.partition(b"\r\n\r\n")
                    witness.heads.append(head)
                    rest = self._without_body(head, rest)
                    witness.script(self.request)
                    if witness.script is not plain:
                        return

            def _without_body(self, head: bytes, rest: bytes) -> bytes:
                """Take the body off by the one length that the head states."""
                for line in head.split(b"\r\n")[1:]:
                    name, _, value = line.partition(b":")
                    if name.lower() == b"content-length":
                        while len(rest) < int(value):
                            rest += self.request.recv(65_536)
                        return rest[int(value) :]
                if b"transfer-encoding: chunked" in head.lower():
                    while b"0\r\n\r\n" not in rest:
                        rest += self.request.recv(65_536)
                    return rest.partition(b"0\r\n\r\n")[2]
                return rest

        class Server(socketserver.ThreadingTCPServer):
            allow_reuse_address = True
            daemon_threads = True

        self._server = Server(("127.0.0.1", 0), Handler)
        self.port: int = self._server.server_address[1]
        threading.Thread(target=self._server.serve_forever, daemon=True).start()

    @property
    def url(self) -> str:
        """Where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def stop(self) -> None:
        """Close it."""
        self._server.shutdown()
        self._server.server_close()
