"""The regions of an installation: immutable versions of extracts, each prepared once.

A version is a folder of its own, ``<regions>/<name>/<number>``, that appears whole by one rename
and is never changed. A new version stands beside the old one, so that a server that works on the
old one is not disturbed; it is taken up at the next start.
"""

import fcntl
import json
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import asdict, dataclass
from datetime import datetime
from pathlib import Path

from doorstep.roads.sources.basemap import write_basemap
from doorstep.roads.sources.errors import RoadFileError
from doorstep.roads.sources.pbf import OnProgress
from doorstep.roads.sources.region import Region, load_region

_FACTS = "region.json"
_LOCK = "in-use.lock"
_DRAFT = ".draft-"
_SWEEPING = ".sweeping.lock"


@dataclass(frozen=True, slots=True)
class RegionVersion:
    """One immutable version of a region.

    Parameters
    ----------
    name
        What the region is called in commands: "porto".
    number
        Counts up from 1; the highest is the current one.
    folder
        Where its files are.
    file_name
        Name of the extract in that folder.
    sha256
        Of the extract's bytes, hexadecimal.
    size_bytes
        Of the extract.
    source
        The file, address or index name it came from; ``region update`` asks there again.
    added_at
        When, ISO 8601 in UTC.
    """

    name: str
    number: int
    folder: Path
    file_name: str
    sha256: str
    size_bytes: int
    source: str
    added_at: str

    @property
    def pbf(self) -> Path:
        """Return the extract."""
        return self.folder / self.file_name


@dataclass(frozen=True, slots=True)
class OpenRegion:
    """A version that is in use, so that it cannot be removed meanwhile.

    Parameters
    ----------
    version
        Which one.
    region
        Its streets and addresses.
    tiles
        Its map, a PMTiles archive.
    """

    version: RegionVersion
    region: Region
    tiles: Path


@dataclass(frozen=True, slots=True)
class Extract:
    """A file that is to become a version.

    Parameters
    ----------
    path
        An extract in order; it is moved into the region.
    sha256, source, added_at
        See ``RegionVersion``.
    """

    path: Path
    sha256: str
    source: str
    added_at: datetime


def list_regions(folder: Path) -> list[RegionVersion]:
    """Return all versions, by name, oldest first; a damaged one is left out.

    Parameters
    ----------
    folder
        The regions folder of an installation, ``<data>/regions``; it may be missing.
    """
    if not folder.is_dir():
        return []
    found = [
        version
        for home in sorted(folder.iterdir())
        if home.is_dir() and not home.name.startswith(".")
        for place in home.iterdir()
        if (version := _find_version(place)) is not None
    ]
    return sorted(found, key=lambda version: (version.name, version.number))


def find_region(folder: Path, name: str, number: int | None = None) -> RegionVersion | None:
    """Return a version of a region, the current one where no number is given, or none."""
    versions = [v for v in list_regions(folder) if v.name == name and number in {None, v.number}]
    return versions[-1] if versions else None


def get_region(folder: Path, name: str, number: int | None = None) -> RegionVersion:
    """Return a version of a region, the current one where no number is given.

    Raises
    ------
    RoadFileError
        There is none.
    """
    version = find_region(folder, name, number)
    if version is None:
        known = sorted({v.name for v in list_regions(folder)})
        numbered = "" if number is None else f", version {number},"
        has = f"There are: {', '.join(known)}." if known else "There is none yet."
        code, sentence = "region_missing", f"There is no region {name!r}{numbered} here. {has}"
        raise RoadFileError(code, sentence, "Bring it with doorstep region add.")
    return version


@contextmanager
def open_region(
    folder: Path, name: str, number: int | None = None, profiles: Path | None = None
) -> Iterator[OpenRegion]:
    """Open a version, the current one where no number is given; kept from removal meanwhile.

    With a folder of further travel profiles it is prepared for those too.

    Raises
    ------
    RoadFileError
        There is no such region.
    """
    version = get_region(folder, name, number)
    with (version.folder / _LOCK).open("a+") as lock:
        fcntl.flock(lock, fcntl.LOCK_SH)
        region, tiles = prepare_region(version.pbf, version.folder, profiles=profiles)
        yield OpenRegion(version, region, tiles)


def prepare_region(
    pbf: Path,
    folder: Path,
    on_progress: OnProgress | None = None,
    profiles: Path | None = None,
) -> tuple[Region, Path]:
    """Return an extract's region and its map, both made where they are missing in ``folder``.

    With a folder of further travel profiles it is prepared for those too.

    Raises
    ------
    RoadFileError
        The extract cannot be used.
    """
    report = on_progress or _ignore
    region = load_region(pbf, folder, lambda share: report(share * 0.5), profiles)
    tiles = folder / f"{region.key}.pmtiles"
    if not tiles.exists():
        write_basemap(pbf, tiles)
    report(1.0)
    return region, tiles


def add_version(
    folder: Path,
    name: str,
    extract: Extract,
    on_progress: OnProgress | None = None,
    profiles: Path | None = None,
) -> RegionVersion:
    """Make an extract the current version of a region.

    Whatever goes wrong, and wherever the process is killed, the regions are as before.

    Parameters
    ----------
    folder
        The regions folder; made when missing.
    name
        An existing region gets a new version, unless its current one has the same bytes.
    extract
        Moved; gone afterwards.
    on_progress
        Called with the share done, 0 to 1.
    profiles
        A folder with further travel profiles to prepare for.

    Raises
    ------
    RoadFileError
        The extract cannot be used.
    """
    current = find_region(folder, name)
    if current is not None and current.sha256 == extract.sha256:
        extract.path.unlink()
        return current
    with draft_folder(folder) as draft:
        file_name = f"{name}.osm.pbf"
        pbf = draft / file_name
        size_bytes = extract.path.stat().st_size
        extract.path.replace(pbf)
        region, tiles = prepare_region(pbf, draft, on_progress, profiles)
        _require_complete(draft, region, tiles)
        number = 1 + max((v.number for v in list_regions(folder) if v.name == name), default=0)
        while True:
            home = folder / name / str(number)
            version = RegionVersion(
                name=name,
                number=number,
                folder=home,
                file_name=file_name,
                sha256=extract.sha256,
                size_bytes=size_bytes,
                source=extract.source,
                added_at=extract.added_at.isoformat(timespec="seconds"),
            )
            _write_facts(draft, version)
            home.parent.mkdir(parents=True, exist_ok=True)
            try:
                draft.rename(home)
            except OSError:
                if not home.exists():
                    raise
                number += 1  # somebody else was quicker
                continue
            _sync(home.parent)
            return version


def remove_version(folder: Path, version: RegionVersion) -> None:
    """Remove a version that nobody uses.

    Raises
    ------
    RoadFileError
        A process works with it.
    """
    with (version.folder / _LOCK).open("a+") as lock:
        try:
            fcntl.flock(lock, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError as error:
            code = "region_in_use"
            sentence = f"Version {version.number} of {version.name} is in use."
            action = "Stop what works with it, or let it start with another version first."
            raise RoadFileError(code, sentence, action) from error
        # Gone for everybody by one rename; what follows may take its time, or be cut short.
        grave = Path(tempfile.mkdtemp(dir=folder, prefix=_DRAFT))
        version.folder.rename(grave / "removed")
        shutil.rmtree(grave, ignore_errors=True)
    with suppress(OSError):
        version.folder.parent.rmdir()  # unless another version is in it


def _sweep(folder: Path) -> None:
    """Remove what killed processes left behind: drafts that nobody holds."""
    for draft in folder.glob(f"{_DRAFT}*"):
        with suppress(OSError), _hold(draft) as is_free:
            if is_free:
                shutil.rmtree(draft, ignore_errors=True)


@contextmanager
def draft_folder(folder: Path) -> Iterator[Path]:
    """Give a folder on the regions' disk, gone after the block and after a killed process.

    The next draft sweeps away what killed processes left.
    """
    folder.mkdir(parents=True, exist_ok=True)
    with ExitStack() as held:
        # One at a time, lest a draft be swept away before it is held.
        with (folder / _SWEEPING).open("a+") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            _sweep(folder)
            draft = Path(tempfile.mkdtemp(dir=folder, prefix=_DRAFT))
            held.callback(shutil.rmtree, draft, ignore_errors=True)
            held.enter_context(_hold(draft))
        yield draft


@contextmanager
def _hold(draft: Path) -> Iterator[bool]:
    """Lock a folder itself, and tell whether that was possible; the system lets go at death."""
    handle = os.open(draft, os.O_RDONLY)
    try:
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            yield False
        else:
            yield True
    finally:
        os.close(handle)


def _require_complete(draft: Path, region: Region, tiles: Path) -> None:
    """Make sure that what is about to be published is on the disk."""
    for path in (tiles, *draft.glob(f"*{region.key}*"), *draft.glob("*.osm.pbf")):
        _sync(path)


def _write_facts(draft: Path, version: RegionVersion) -> None:
    facts = {key: value for key, value in asdict(version).items() if key != "folder"}
    path = draft / _FACTS
    path.write_text(json.dumps(facts, indent=2), "utf-8")
    _sync(path)
    _sync(draft)


def _sync(path: Path) -> None:
    handle = os.open(path, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _find_version(place: Path) -> RegionVersion | None:
    try:
        facts = json.loads((place / _FACTS).read_text("utf-8"))
        version = RegionVersion(folder=place, **facts)
    except (OSError, ValueError, TypeError):
        return None
    return version if version.pbf.is_file() and str(version.number) == place.name else None


def _ignore(_: float) -> None:
    """Take a report nobody asked for."""
