"""D-15: uploads that are cut off, wrong, or made twice at once. No half file is ever there."""
# Bad input: B-39 (docs/guides/bad-input.md).

import asyncio
import hashlib
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from worlds.day_on_server import API, photo, serve_day


def files_in(folder: Path) -> list[Path]:
    return [one for one in (folder / "files").rglob("*") if one.is_file()]


def send_cut(app: Any, path: str, cookie: str, data: bytes, kept: int) -> list[dict[str, Any]]:
    """Send only the first bytes of a body and hang up."""
    sent: list[dict[str, Any]] = []
    messages: list[dict[str, Any]] = [
        {"type": "http.request", "body": data[:kept], "more_body": True},
        {"type": "http.disconnect"},
    ]
    parts = iter(messages)

    async def receive() -> dict[str, Any]:
        return next(parts)

    async def send(message: dict[str, Any]) -> None:
        sent.append(message)

    scope = {
        "type": "http",
        "asgi": {"version": "3.0"},
        "http_version": "1.1",
        "method": "PUT",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "scheme": "http",
        "headers": [(b"host", b"testserver"), (b"cookie", cookie.encode())],
        "client": ("127.0.0.1", 1),
        "server": ("testserver", 80),
    }

    async def run() -> None:
        try:
            await app(scope, receive, send)
        except Exception as error:  # noqa: BLE001 -- the server logs it; nobody is there to hear
            assert type(error).__name__ == "ClientDisconnect"  # noqa: PT017

    asyncio.run(run())
    return sent


@pytest.fixture
def cut_sizes() -> list[float]:
    return [number / 50 for number in range(50)]


def test_an_upload_cut_anywhere_leaves_nothing_and_can_be_made_again(
    tmp_path: Path, cut_sizes: list[float]
) -> None:
    """D-15: fifty cuts."""
    with serve_day(tmp_path) as served:
        name, data = photo()
        cookie = f"doorstep_driver={served.ada.cookies['doorstep_driver']}"
        path = f"{API}/driver/files/{name}"
        for share in cut_sizes:
            answers = send_cut(served.app, path, cookie, data, int(share * len(data)))
            assert [one for one in answers if one.get("status") in (200, 201)] == []
            assert files_in(tmp_path) == []
        assert served.ada.put(path, content=data).status_code == 201
        assert len(files_in(tmp_path)) >= 1
        assert served.office.get(f"{API}/files/{name}").status_code == 200


def test_bytes_that_are_not_what_their_name_says_are_refused_and_gone(tmp_path: Path) -> None:
    """D-15."""
    with serve_day(tmp_path) as served:
        _, data = photo()
        answer = served.ada.put(f"{API}/driver/files/{'ab' * 32}", content=data)
        assert (answer.status_code, answer.json()["code"]) == (422, "file_damaged")
        assert files_in(tmp_path) == []


def test_the_same_upload_from_two_phones_at_once_is_one_file(tmp_path: Path) -> None:
    """D-15."""
    with serve_day(tmp_path) as served:
        name, data = photo()

        def put(number: int) -> int:
            driver = (served.ada, served.bo)[number % 2]
            return driver.put(f"{API}/driver/files/{name}", content=data).status_code

        with ThreadPoolExecutor(8) as pool:
            codes = sorted(pool.map(put, range(16)))
        assert set(codes) <= {200, 201}
        assert codes.count(201) == 1
        (original,) = [one for one in files_in(tmp_path) if one.name == name]
        assert hashlib.sha256(original.read_bytes()).hexdigest() == name
