"""A server on this machine that gives the answers it was given, and remembers the questions."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import unquote


@dataclass
class JsonServer:
    """What is answered by path (without the query unless that is given too), and what was asked.

    Parameters
    ----------
    answers
        Status and document.
    asked
        Path with query, and the body of each request.
    """

    url: str = ""
    answers: dict[str, tuple[int, Any]] = field(default_factory=dict)
    asked: list[tuple[str, Any]] = field(default_factory=list)


@contextmanager
def serve_json() -> Iterator[JsonServer]:
    """Serve on a free port of this machine while the block runs."""
    state = JsonServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self.answer(None)

        def do_POST(self) -> None:
            size = int(self.headers.get("Content-Length", "0"))
            self.answer(json.loads(self.rfile.read(size)))

        def answer(self, body: object) -> None:
            path = unquote(self.path)
            state.asked.append((path, body))
            known = state.answers.get(path) or state.answers.get(path.split("?")[0])
            status, document = known or (404, {"error": "unknown"})
            text = document if isinstance(document, bytes) else json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text)

        def log_message(self, *_: object) -> None:
            pass

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        thread.join()
        server.server_close()
