"""Brings a region in: from a file, an address or a name, checked and put in order."""

import hashlib
import re
import shutil
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from urllib.parse import urlsplit

from doorstep.roads.sources.download import OnBytes, download, read_text, require_space
from doorstep.roads.sources.errors import RoadFileError
from doorstep.roads.sources.files import hash_file
from doorstep.roads.sources.pbf import OnProgress, open_pbf
from doorstep.roads.sources.region_index import look_up
from doorstep.roads.sources.regions import (
    Extract,
    RegionVersion,
    add_version,
    draft_folder,
    find_region,
)
from doorstep.roads.sources.sorting import is_sorted, sort_extract

_NAME = re.compile(r"[a-z0-9]+(-[a-z0-9]+)*")
_MOST_NAME = 60
_LATEST = re.compile(r"-(latest|\d{6})$")
_MD5 = re.compile(r"[0-9a-f]{32}")


@dataclass(frozen=True, slots=True)
class Wish:
    """What is to be brought in.

    Parameters
    ----------
    source
        A file, an http or https address, or a name in the index.
    name
        What to call the region; from the source where empty.
    sha256
        What the file's bytes must hash to, hexadecimal; empty: not known.
    profiles
        A folder with further travel profiles to prepare the region for, or none.
    """

    source: str
    name: str = ""
    sha256: str = ""
    profiles: Path | None = None


@dataclass(frozen=True, slots=True)
class Watcher:
    """Who is told how it goes.

    Parameters
    ----------
    on_step
        Told what is done next, a sentence.
    on_bytes
        Told how a download goes.
    on_share
        Told how the preparation goes, 0 to 1.
    """

    on_step: Callable[[str], None]
    on_bytes: OnBytes
    on_share: OnProgress


def bring_region(
    folder: Path, wish: Wish, index_url: str, now_at: datetime, watcher: Watcher
) -> tuple[RegionVersion, bool]:
    """Bring a region in, and return its current version and whether that is new.

    What is broken leaves nothing behind; a download that broke off is kept to go on with.

    Parameters
    ----------
    folder
        The regions folder of an installation.
    wish
        What to bring.
    index_url
        Where names are looked up.
    now_at
        The present instant, aware.
    watcher
        Told how it goes.

    Raises
    ------
    RoadFileError
        It cannot be had or cannot be used.
    """
    url, name = _resolve(wish, index_url, watcher)
    _require_name(name)
    folder.mkdir(parents=True, exist_ok=True)
    with draft_folder(folder) as draft:
        if url:
            watcher.on_step(f"Downloading {url}")
            part = download(url, folder / ".downloads", watcher.on_bytes)
            file = Path(shutil.move(part, draft / _file_name(url)))
        else:
            source = Path(wish.source)
            open_pbf(source)
            require_space(folder, source.stat().st_size)
            watcher.on_step(f"Copying {source}")
            file = Path(shutil.copyfile(source, draft / source.name))
        sha256 = _check_sum(file, url, wish.sha256)
        watcher.on_step("Checking the order of the file")
        if not is_sorted(file):
            watcher.on_step("Sorting the file")
            in_order = Path(tempfile.mkdtemp(dir=draft)) / file.name
            sort_extract(file, in_order)
            file = in_order
        watcher.on_step("Preparing streets, addresses and map")
        source_kept = wish.source if url else str(Path(wish.source).resolve())
        extract = Extract(file, sha256, source_kept, now_at)
        before = find_region(folder, name)
        version = add_version(folder, name, extract, watcher.on_share, wish.profiles)
    return version, version != before


def _resolve(wish: Wish, index_url: str, watcher: Watcher) -> tuple[str, str]:
    """Return the address, empty for a file, and the region's name."""
    parts = urlsplit(wish.source)
    if parts.scheme in {"http", "https"}:
        return wish.source, wish.name or _to_name(_file_name(wish.source))
    path = Path(wish.source)
    looks_like_file = path.exists() or path.suffix == ".pbf" or len(path.parts) > 1
    if looks_like_file:
        return "", wish.name or _to_name(path.name)
    watcher.on_step(f"Looking {wish.source} up in {index_url}")
    entry = look_up(index_url, wish.source)
    return entry.url, wish.name or _to_name(entry.id)


def _file_name(url: str) -> str:
    return urlsplit(url).path.rsplit("/", 1)[-1] or "extract.osm.pbf"


def _to_name(file_name: str) -> str:
    """Return "porto" for "Porto-latest.osm.pbf"."""
    stem = _LATEST.sub("", file_name.casefold().split(".")[0])
    return re.sub(r"[^a-z0-9]+", "-", stem).strip("-")[:_MOST_NAME].strip("-")


def _require_name(name: str) -> None:
    if not _NAME.fullmatch(name) or len(name) > _MOST_NAME:
        code, sentence = "region_name_unusable", f"{name!r} cannot be a region's name."
        action = "Give one with --name: small letters a to z, digits, and hyphens between them."
        raise RoadFileError(code, sentence, action)


def _check_sum(file: Path, url: str, sha256: str) -> str:
    """Return the SHA-256 of a file; compare it, or the MD5 that lies beside the download.

    Where the server has no ``.md5`` beside the file, being readable to its end has to do.
    """
    found = hash_file(file)
    if sha256:
        if found != sha256.casefold():
            raise _wrong_sum(file, sha256, found)
    elif url and (said := _MD5.match(read_text(f"{url}.md5") or "")):
        with file.open("rb") as stream:
            md5 = hashlib.file_digest(stream, "md5").hexdigest()
        if md5 != said[0]:
            raise _wrong_sum(file, said[0], md5)
    return found


def _wrong_sum(file: Path, said: str, found: str) -> RoadFileError:
    code = "region_checksum_differs"
    sentence = f"The checksum of {file.name} should be {said} and is {found}."
    return RoadFileError(code, sentence, "Download it again; if that fails, ask its publisher.")
