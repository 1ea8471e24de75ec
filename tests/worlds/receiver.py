"""A receiver of webhooks on this machine, which answers as it is told to."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any


@dataclass(frozen=True, slots=True)
class Received:
    headers: dict[str, str]
    body: bytes

    @property
    def id(self) -> str:
        return self.headers["webhook-id"]


Behaviour = Callable[[BaseHTTPRequestHandler], None]


def answering(status: int, **headers: str) -> Behaviour:
    """Answer with a status and headers: answering(429, Retry_After="60")."""

    def answer(handler: BaseHTTPRequestHandler) -> None:
        handler.send_response(status)
        for name, value in headers.items():
            handler.send_header(name.replace("_", "-"), value)
        handler.send_header("Content-Length", "0")
        handler.end_headers()

    return answer


@dataclass(slots=True)
class Receiver:
    url: str
    got: list[Received] = field(default_factory=list)
    behave: Behaviour = field(default_factory=lambda: answering(204))

    @property
    def ids(self) -> list[str]:
        return [one.id for one in self.got]


@contextmanager
def running_receiver() -> Iterator[Receiver]:
    """Listen on a free port of the loopback while the block runs."""
    receiver = Receiver("")

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            headers = {name.lower(): value for name, value in self.headers.items()}
            receiver.got.append(Received(headers, body))
            self.close_connection = True
            receiver.behave(self)

        do_GET = do_POST  # noqa: N815 -- as the server calls it

        def log_message(self, *_: Any) -> None:
            pass

    class Server(ThreadingHTTPServer):
        daemon_threads = True

        def handle_error(self, *_: Any) -> None:
            pass  # a sender that breaks off is part of some tests

    server = Server(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, args=(0.05,))
    thread.start()
    try:
        yield receiver
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
