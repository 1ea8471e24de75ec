"""A server of files on this machine that can break off, forget and change, as real ones do."""

import re
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass
class FileServer:
    """What is served, and what was asked.

    Parameters
    ----------
    files
        Contents by path: "/porto.osm.pbf". The ETag changes with the content.
    break_after
        Answers are cut off after so many bytes; none: they are whole.
    knows_ranges
        Whether the Range header is understood.
    asked
        Every request so far: its path and its Range header.
    """

    url: str = ""
    files: dict[str, bytes] = field(default_factory=dict)
    break_after: int | None = None
    knows_ranges: bool = True
    asked: list[tuple[str, str]] = field(default_factory=list)


@contextmanager
def serve_files() -> Iterator[FileServer]:
    """Serve on a free port of this machine while the block runs."""
    state = FileServer()

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            wanted = self.headers.get("Range", "")
            state.asked.append((self.path, wanted))
            content = state.files.get(self.path)
            if content is None:
                self.send_error(404)
                return
            tag = f'"{hash(content)}"'
            begin = _begin(wanted) if state.knows_ranges else 0
            if self.headers.get("If-Range") != tag:
                begin = 0
            if begin and begin >= len(content):
                self.send_response(416)
                self.send_header("Content-Range", f"bytes */{len(content)}")
                self.send_header("Content-Length", "0")
                self.end_headers()
                return
            self.send_response(206 if begin else 200)
            if begin:
                last = len(content) - 1
                self.send_header("Content-Range", f"bytes {begin}-{last}/{len(content)}")
            self.send_header("Content-Length", str(len(content) - begin))
            self.send_header("ETag", tag)
            self.end_headers()
            sent = content[begin:]
            self.wfile.write(sent if state.break_after is None else sent[: state.break_after])
            self.close_connection = True

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


def _begin(wanted: str) -> int:
    found = re.fullmatch(r"bytes=(\d+)-", wanted)
    return int(found[1]) if found else 0
