"""The one place where parts are wired together, and the only one that reads settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path

from doorstep import dispatch, orders, planning, tracking
from doorstep.kernel import Clock, SystemClock, SystemRng
from doorstep.plumbing.backup import Manifest, restore_backup, write_backup
from doorstep.plumbing.blobs import BlobStore
from doorstep.plumbing.bus import Bus
from doorstep.plumbing.db import Database
from doorstep.plumbing.invariants import Installation, Verdict
from doorstep.plumbing.invariants import examine as examine_plumbing
from doorstep.plumbing.migrate import is_migrated, migrate
from doorstep.plumbing.ownership import own
from doorstep.plumbing.problem import DoorstepError, NotFoundError
from doorstep.plumbing.settings import Settings
from doorstep.plumbing.unit import Kit
from doorstep.plumbing.work import Work
from doorstep.roads.sources import Region, load_region, write_basemap


class NoInstallationError(NotFoundError):
    """The folder has no databases of Doorstep."""

    code = "no_installation"
    title = "There is no installation"
    action = "Name the data folder with --data."


class SchemaDiffersError(DoorstepError):
    """The database was left by another version of Doorstep."""

    code = "schema_differs"
    status = HTTPStatus.CONFLICT
    title = "The data is of another version"
    action = "Start this version once, so that it brings the data up to date, or use the other."


class OtherDatabaseError(DoorstepError):
    """The business data is in a database outside the data folder."""

    code = "other_database"
    status = HTTPStatus.CONFLICT
    title = "The data is not in the data folder"
    action = "Use the tools of that database, such as pg_dump, and copy the folder beside it."


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything one serving process is made of."""

    settings: Settings
    kit: Kit
    region: Region
    tiles: Path
    positions: Database


@contextmanager
def open_parts(settings: Settings, roads: Path, clock: Clock | None = None) -> Iterator[Parts]:
    """Open the data folder, bring its databases up to date and load the roads.

    Parameters
    ----------
    roads
        An OpenStreetMap extract, ``.osm.pbf``.
    clock
        The time of the business; the machine's own where none is given.

    Raises
    ------
    FolderInUseError
        Another process works in the data folder.
    """
    folder = settings.data_dir
    with own(folder):
        database = Database(settings.effective_database_url)
        positions = Database(f"sqlite:///{folder.resolve() / 'positions.db'}")
        try:
            migrate(database)
            tracking.prepare_positions(positions)
            kit = Kit(
                database=database,
                blobs=BlobStore(folder / "files"),
                bus=Bus(),
                work=Work(database),
                clock=clock or SystemClock(),
                wall=SystemClock(),
                rng=SystemRng(),
            )
            region = load_region(roads, folder / "roads")
            tiles = folder / "roads" / f"{region.key}.pmtiles"
            if not tiles.exists():
                write_basemap(roads, tiles)
            planning.install(kit, region, folder / "roads")
            yield Parts(settings, kit, region, tiles, positions)
        finally:
            positions.close()
            database.close()


@contextmanager
def open_stopped(settings: Settings) -> Iterator[Installation]:
    """Open a stopped installation for reading: nothing in its databases is changed.

    Raises
    ------
    NoInstallationError
        There is none in the data folder.
    FolderInUseError
        It is running.
    SchemaDiffersError, DatabaseUnreadableError
        It was left by another version, or is too damaged to tell.
    """
    folder = settings.data_dir
    _require_installation(folder)
    with own(folder):
        database = Database(settings.database_url or _read_only(folder / "doorstep.db"))
        positions = Database(_read_only(folder / "positions.db"))
        try:
            if not is_migrated(database):
                message = f"The database in {folder} does not have the schema of this version."
                raise SchemaDiffersError(message)
            kit = Kit(
                database=database,
                blobs=BlobStore(folder / "files"),
                bus=Bus(),
                work=Work(database),
                clock=SystemClock(),
                wall=SystemClock(),
                rng=SystemRng(),
            )
            yield Installation(kit, positions)
        finally:
            positions.close()
            database.close()


def verify(installation: Installation) -> list[Verdict]:
    """Return a verdict on every invariant there is."""
    parts = (examine_plumbing, orders.examine, dispatch.examine)
    return [verdict for examine in parts for verdict in examine(installation)]


def back_up(settings: Settings, out: Path) -> Manifest:
    """Back an installation up, running or not.

    Raises
    ------
    NoInstallationError
        There is none in the data folder.
    OtherDatabaseError
        Its data is not in the folder.
    BackupExistsError
        ``out`` is there already.
    DatabaseUnreadableError, BackupDamagedError
        A database is damaged, or what was written cannot be read back.
    """
    _require_installation(settings.data_dir)
    _require_sqlite(settings)
    return write_backup(settings.data_dir, out, SystemClock().now())


def restore(settings: Settings, file: Path) -> Manifest:
    """Restore a backup into a new or empty data folder.

    Raises
    ------
    FolderInUseError, FolderNotEmptyError
        There is an installation in the folder, running or not.
    OtherDatabaseError
        The data would not be in the folder.
    BackupDamagedError
        The backup cannot be trusted; nothing is restored.
    """
    _require_sqlite(settings)
    with own(settings.data_dir):
        return restore_backup(file, settings.data_dir)


def _require_sqlite(settings: Settings) -> None:
    if settings.database_url:
        message = "DOORSTEP_DATABASE_URL names another database than the data folder's own."
        raise OtherDatabaseError(message)


def _require_installation(folder: Path) -> None:
    if not (folder / "positions.db").is_file():
        message = f"There are no databases of Doorstep in {folder}."
        raise NoInstallationError(message)


def _read_only(file: Path) -> str:
    return f"sqlite:///{file.resolve().as_uri()}?mode=ro&uri=true"
