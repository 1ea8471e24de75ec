"""Downloads that go on where they stopped, and fit on the disk before they begin."""

import hashlib
import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import TypeAlias

import httpx2

from doorstep.roads.sources.errors import RoadFileError

OnBytes: TypeAlias = Callable[[int, int | None], None]
"""Called with the bytes that are there and, where known, how many there will be."""

SPACE_FACTOR = 16
"""A prepared extract takes about fifteen times its size: graph, hierarchy, addresses, map."""

_TIMEOUT_S = 30.0
_TRIES = 4
_MOST_TEXT_BYTES = 64 << 20


@dataclass(frozen=True, slots=True)
class _State:
    """What is known of a part that was left: whether the server still has the same file."""

    url: str
    validator: str


def download(url: str, folder: Path, on_bytes: OnBytes) -> Path:
    """Download a file, going on with what an earlier attempt left, and return its path.

    A server that says no strong validator (ETag, or else Last-Modified) is asked from the start.

    Parameters
    ----------
    url
        http or https.
    folder
        Where parts are kept until they are whole; made when missing.
    on_bytes
        Told how it goes.

    Raises
    ------
    RoadFileError
        The address does not answer, the connection broke too often, or the disk is too full.
    """
    folder.mkdir(parents=True, exist_ok=True)
    name = hashlib.sha256(url.encode()).hexdigest()[:24]
    part, note = folder / f"{name}.part", folder / f"{name}.json"
    with httpx2.Client(timeout=_TIMEOUT_S, follow_redirects=True) as client:
        for attempt in range(1, _TRIES + 1):
            before = _size(part)
            try:
                _fetch(client, url, (part, note), on_bytes)
            except httpx2.TransportError as error:
                gone_on = _size(part) > before
                if attempt == _TRIES or not gone_on:
                    raise _broken(url, part, error) from error
            else:
                note.unlink(missing_ok=True)
                return part
    raise AssertionError  # the loop returns or raises


def read_text(url: str) -> str | None:
    """Return a small text, or none where the server has no such file.

    Raises
    ------
    RoadFileError
        The address does not answer, or answers with something else.
    """
    try:
        with httpx2.Client(timeout=_TIMEOUT_S, follow_redirects=True) as client:
            answer = client.get(url)
    except (httpx2.TransportError, httpx2.InvalidURL) as error:
        raise _unreachable(url, error) from error
    if answer.status_code in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return None
    if answer.status_code != HTTPStatus.OK or len(answer.content) > _MOST_TEXT_BYTES:
        raise _refused(url, answer.status_code)
    return answer.text


def require_space(folder: Path, size_bytes: int) -> None:
    """Refuse what would not fit on the disk once it is prepared.

    Raises
    ------
    RoadFileError
        There is too little room.
    """
    needed = size_bytes * SPACE_FACTOR
    free = shutil.disk_usage(folder).free
    if needed > free:
        code = "region_disk_full"
        sentence = (
            f"The region needs about {needed / 1e6:,.0f} MB in {folder}, "
            f"and {free / 1e6:,.0f} MB are free."
        )
        raise RoadFileError(code, sentence, "Make room, or take a smaller extract.")


def _fetch(client: httpx2.Client, url: str, files: tuple[Path, Path], on_bytes: OnBytes) -> None:
    """Ask for what is missing, and append it; or for everything, when the file has changed."""
    part, note = files
    validator = _left_validator(note, url)
    have = _size(part) if validator else 0
    headers = {"Accept-Encoding": "identity"}
    if have and validator:
        headers |= {"Range": f"bytes={have}-", "If-Range": validator}
    with _opened(client, url, headers) as answer:
        status = answer.status_code
        if status == HTTPStatus.REQUESTED_RANGE_NOT_SATISFIABLE and have:
            # Nothing is missing, or the file is another now: what is there cannot be trusted.
            if answer.headers.get("content-range") == f"bytes */{have}":
                return
            part.unlink()
            raise httpx2.RemoteProtocolError("the file has changed")  # noqa: EM101, TRY003
        if status not in {HTTPStatus.OK, HTTPStatus.PARTIAL_CONTENT}:
            raise _refused(url, status)
        goes_on = status == HTTPStatus.PARTIAL_CONTENT
        have = have if goes_on else 0
        length = answer.headers.get("content-length", "")
        total = have + int(length) if length.isdigit() else None
        require_space(part.parent, total or 0)
        _write_note(note, _State(url, _validator(answer)))
        _append(answer, part, have, lambda size: on_bytes(size, total), keep=goes_on)


def _append(
    answer: httpx2.Response,
    part: Path,
    have: int,
    on_size: Callable[[int], None],
    *,
    keep: bool,
) -> None:
    with part.open("ab" if keep else "wb") as file:
        on_size(have)
        for block in answer.iter_raw():
            file.write(block)
            have += len(block)
            on_size(have)


@contextmanager
def _opened(client: httpx2.Client, url: str, headers: dict[str, str]) -> Iterator[httpx2.Response]:
    try:
        with client.stream("GET", url, headers=headers) as answer:
            yield answer
    except (httpx2.ConnectError, httpx2.InvalidURL, httpx2.UnsupportedProtocol) as error:
        raise _unreachable(url, error) from error


def _validator(answer: httpx2.Response) -> str:
    """Return what names this very state of the file; a weak ETag does not (RFC 9110, 13.1.5)."""
    tag: str = answer.headers.get("etag", "")
    if tag and not tag.startswith("W/"):
        return tag
    changed: str = answer.headers.get("last-modified", "")
    return changed


def _write_note(note: Path, state: _State) -> None:
    note.write_text(json.dumps({"url": state.url, "validator": state.validator}), "utf-8")


def _left_validator(note: Path, url: str) -> str:
    try:
        left = json.loads(note.read_text("utf-8"))
        return str(left["validator"]) if left["url"] == url else ""
    except (OSError, ValueError, KeyError, TypeError):
        return ""


def _size(part: Path) -> int:
    return part.stat().st_size if part.exists() else 0


def _unreachable(url: str, error: Exception) -> RoadFileError:
    code, sentence = "region_address_unreachable", f"{url} does not answer: {error}."
    return RoadFileError(code, sentence, "Check the address and the network.")


def _refused(url: str, status: int) -> RoadFileError:
    code, sentence = "region_address_refused", f"{url} answered {status}."
    return RoadFileError(code, sentence, "Check the address, and try it in a browser.")


def _broken(url: str, part: Path, error: Exception) -> RoadFileError:
    code = "region_download_broken"
    kept = _size(part) / 1e6
    sentence = f"The download of {url} broke off after {kept:,.1f} MB ({error})."
    return RoadFileError(code, sentence, "Give the same command again: it goes on from there.")
