"""The one place where parts are wired together, and the only one that reads settings."""

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import NoReturn, TextIO, cast

from doorstep import dispatch, messages, orders, planning, tracking
from doorstep.kernel import Clock, SystemClock, SystemRng, new_id
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Tenant
from doorstep.plumbing.backup import Manifest, restore_backup, write_backup
from doorstep.plumbing.blobs import BlobStore
from doorstep.plumbing.bus import Bus
from doorstep.plumbing.db import Database
from doorstep.plumbing.invariants import Installation, Verdict, list_tenant_ids
from doorstep.plumbing.invariants import examine as examine_plumbing
from doorstep.plumbing.migrate import is_migrated, migrate
from doorstep.plumbing.ownership import own
from doorstep.plumbing.problem import ConflictError, DoorstepError, NotFoundError
from doorstep.plumbing.rates import Rates
from doorstep.plumbing.sealing import KEY_FILE, make_key, open_sealer
from doorstep.plumbing.settings import Settings
from doorstep.plumbing.snapshot import snapshot_of, stopped_databases
from doorstep.plumbing.start import require_private
from doorstep.plumbing.unit import SYSTEM_ACTOR, Kit
from doorstep.plumbing.work import Work
from doorstep.roads.sources import (
    AddressServer,
    Region,
    RegionVersion,
    RoadFileError,
    Watcher,
    Wish,
    bring_region,
    list_regions,
    open_region,
    prepare_region,
)


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


class NoRegionError(ConflictError):
    """No region has been chosen yet, so there are no streets to work on."""

    code = "no_region"
    title = "No region is chosen yet"
    action = "Choose one in the console's set-up; doorstep region add brings one."


class RegionRefusedError(DoorstepError):
    """A region cannot be brought or opened; the message ends with the finer code."""

    code = "region_refused"
    status = HTTPStatus.UNPROCESSABLE_ENTITY
    title = "The region cannot be used"
    action = "Do what the message says, or take another extract."


class _NoRegion:
    """Stands where the region will be, and refuses whatever needs one."""

    def __getattr__(self, name: str) -> NoReturn:
        if name.startswith("__"):
            raise AttributeError(name)
        message = "Streets, addresses and the map come with a region, and none is chosen yet."
        raise NoRegionError(message)


class Regions:
    """The regions of an installation, and the one it works in; it may change while it runs."""

    def __init__(self, settings: Settings, kit: Kit, held: ExitStack, positions: Database) -> None:
        self._folder = settings.data_dir / "regions"
        self._cache_dir = settings.data_dir / "roads"
        self._profiles = settings.data_dir / "profiles"
        self._aircraft = settings.data_dir / "aircraft"
        self._index_url = settings.region_index_url
        with _our_words():
            url = settings.geocoder_url
            self._geocoder = AddressServer(url) if url else None
        self._road_server_url = settings.road_server_url
        self._kit, self._held, self._positions = kit, held, positions
        self.name, self.tiles = "", Path()
        self.region = cast(Region, _NoRegion())

    @property
    def is_open(self) -> bool:
        """Tell whether there is a region to work in."""
        return not isinstance(self.region, _NoRegion)

    def list_all(self) -> list[RegionVersion]:
        """Return the current version of each region that is here, by name."""
        return list({version.name: version for version in list_regions(self._folder)}.values())

    def open(self, name: str) -> None:
        """Work in the region of this name from now on; the one before is left to its work.

        Raises
        ------
        RegionRefusedError
            There is none, or it is damaged.
        """
        with _our_words():
            opened = self._held.enter_context(
                open_region(self._folder, name, profiles=self._profiles)
            )
        self._use(opened.region, opened.tiles)
        self.name = name

    def open_file(self, pbf: Path) -> None:
        """Work on an extract that stays where it is."""
        self._use(*prepare_region(pbf, self._cache_dir, profiles=self._profiles))

    def bring(self, source: str, watcher: Watcher) -> str:
        """Bring a region in from a file, an address or the index; return its name.

        Raises
        ------
        RegionRefusedError
            It cannot be had or cannot be used.
        """
        with _our_words():
            wish = Wish(source, profiles=self._profiles)
            now_at = self._kit.wall.now()
            version, _ = bring_region(self._folder, wish, self._index_url, now_at, watcher)
        return version.name

    def _use(self, region: Region, tiles: Path) -> None:
        if self._geocoder is not None:
            region.addresses.ask_elsewhere(self._geocoder.find_within(region.network.bounds))
        with _our_words():
            region.ask_server(self._road_server_url)
            region.fly(self._aircraft)
        planning.install(self._kit, region, self._cache_dir)
        tracking.install_learning(self._kit, region, self._positions)
        self.region, self.tiles = region, tiles


@contextmanager
def _our_words() -> Iterator[None]:
    try:
        yield
    except RoadFileError as error:
        sentence = f"{error.sentence} [{error.code}]"
        raise RegionRefusedError(sentence, action=error.action) from error


@dataclass(frozen=True, slots=True)
class Parts:
    """Everything one serving process is made of.

    Parameters
    ----------
    region, tiles
        Those at the start; ``regions`` knows the present ones where they may change.
    """

    settings: Settings
    kit: Kit
    region: Region
    tiles: Path
    positions: Database
    regions: Regions | None = None


@contextmanager
def open_parts(
    settings: Settings, roads: Path | str | None = None, clock: Clock | None = None
) -> Iterator[Parts]:
    """Open the data folder, bring its databases up to date and load the roads.

    Parameters
    ----------
    roads
        An OpenStreetMap extract, ``.osm.pbf``, or the name of a region of the data folder; none
        to choose one later.
    clock
        The time of the business; the machine's own where none is given.

    Raises
    ------
    FolderInUseError
        Another process works in the data folder.
    RegionRefusedError
        There is no such region.
    """
    folder = settings.data_dir
    with own(folder), ExitStack() as held:
        database = Database(settings.effective_database_url)
        positions = Database(f"sqlite:///{folder.resolve() / 'positions.db'}")
        try:
            migrate(database)
            make_key(_key_file(settings), SystemRng())
            tracking.prepare_positions(positions)
            kit = Kit(
                database=database,
                blobs=BlobStore(folder / "files"),
                bus=Bus(),
                work=Work(database),
                clock=clock or SystemClock(),
                wall=SystemClock(),
                rng=SystemRng(),
                sealer=open_sealer(_key_file(settings), SystemRng()),
                rates=Rates(settings.key_requests_per_s),
            )
            regions = Regions(settings, kit, held, positions)
            if isinstance(roads, Path):
                regions.open_file(roads)
            elif roads is not None:
                regions.open(roads)
            yield Parts(settings, kit, regions.region, regions.tiles, positions, regions)
        finally:
            positions.close()
            database.close()


class DemoFolderError(ConflictError):
    """The folder holds the demo's made-up company."""

    code = "demo_folder"
    title = "This folder holds a demo"
    action = "Name another folder with --data; a company of your own begins in an empty one."


@dataclass(frozen=True, slots=True)
class FirstStart:
    """What a start found or made.

    Parameters
    ----------
    owner_token
        Makes its holder the owner; empty where the company has accounts already.
    """

    tenant_id: str
    owner_token: str


def require_own_folder(settings: Settings) -> None:
    """Refuse a data folder in which a company's data would not be safe.

    Raises
    ------
    DemoFolderError
        It holds the demo.
    DataFolderOpenError
        Others on the machine may read it.
    DataFolderUnfitError
        It cannot be written, or is on a network's file system.
    """
    folder = settings.data_dir
    if (folder / "demo-login.json").exists():
        message = f"{folder} holds the demo's made-up company."
        raise DemoFolderError(message)
    require_private(folder)


def prepare_company(parts: Parts) -> FirstStart:
    """Make the company at the first start, and a link for its owner while it has nobody."""
    kit = parts.kit
    with kit.database.read(None) as session:
        tenant, people = auth.find_tenant(session), auth.count_accounts(session)
    if tenant is None:
        tenant = Tenant(new_id(kit.wall, kit.rng), "", "UTC", "EUR", "en-GB")
        with kit.database.write(None) as session:
            auth.create_tenant(session, tenant)
    if people:
        return FirstStart(tenant.id, "")
    with kit.write(tenant.id, SYSTEM_ACTOR) as unit:
        return FirstStart(tenant.id, auth.invite_first_owner(unit))


def open_region_of_company(
    parts: Parts, tenant_id: str, source: str = "", watcher: Watcher | None = None
) -> None:
    """Work in the company's region; bring it in first where ``source`` names a new one.

    Without a source, it is the one worked in before, or the only one there is, or none yet.

    Raises
    ------
    RegionRefusedError
        It cannot be had or opened.
    """
    regions, kit = parts.regions, parts.kit
    assert regions is not None  # noqa: S101 -- open_parts always brings them
    here = [version.name for version in regions.list_all()]
    with kit.read(tenant_id) as unit:
        name = auth.get_company(unit).region
    if source:
        name = source if source in here else regions.bring(source, watcher or silent_watcher())
    elif not name and len(here) == 1:
        name = here[0]
    if name:
        regions.open(name)
        with kit.write(tenant_id, SYSTEM_ACTOR) as unit:
            auth.choose_region(unit, name)


def silent_watcher() -> Watcher:
    """Return a watcher for where nobody looks."""
    return Watcher(_unheard, _unheard, _unheard)


def _unheard(*_told: object) -> None:
    pass


@contextmanager
def open_stopped(settings: Settings, *, to_change: bool = False) -> Iterator[Installation]:
    """Open a stopped installation; unless ``to_change``, nothing in its databases is changed.

    Raises
    ------
    NoInstallationError
        There is none in the data folder.
    FolderInUseError
        It is running.
    SchemaDiffersError, DatabaseUnreadableError
        It was left by another version, or is too damaged to tell.
    """
    folder, url = settings.data_dir, settings.database_url
    _require_installation(folder)
    with own(folder), stopped_databases(folder, url, to_change=to_change) as both:
        yield _installation(settings, *both)


@contextmanager
def open_snapshot(settings: Settings) -> Iterator[Installation]:
    """Open an installation as it is at this moment, also serving; raises like ``open_stopped``."""
    _require_installation(settings.data_dir)
    with snapshot_of(settings.data_dir, settings.database_url) as both:
        yield _installation(settings, *both)


def _installation(settings: Settings, database: Database, positions: Database) -> Installation:
    if not is_migrated(database):
        message = f"The database in {settings.data_dir} has not the schema of this version."
        raise SchemaDiffersError(message)
    kit = Kit(
        database=database,
        blobs=BlobStore(settings.data_dir / "files"),
        bus=Bus(),
        work=Work(database),
        clock=SystemClock(),
        wall=SystemClock(),
        rng=SystemRng(),
        sealer=open_sealer(_key_file(settings), SystemRng()),
    )
    return Installation(kit, positions)


def verify(installation: Installation) -> list[Verdict]:
    """Return a verdict on every invariant there is."""
    parts = (
        examine_plumbing,
        orders.examine,
        dispatch.examine,
        dispatch.examine_cash,
        messages.examine,
    )
    return [verdict for examine in parts for verdict in examine(installation)]


def export_proof(settings: Settings, attempt_id: str, *, as_sent: bool) -> bytes:
    """Return the proof bundle of an attempt of a stopped installation.

    Raises
    ------
    NoInstallationError, FolderInUseError, SchemaDiffersError, DatabaseUnreadableError
        See ``open_stopped``.
    NoProofError
        No company has such an attempt.
    """
    with open_stopped(settings) as installation:
        kit = installation.kit
        tenants = list_tenant_ids(installation)
        for number, tenant_id in enumerate(tenants, 1):
            with kit.read(tenant_id) as unit:
                try:
                    return dispatch.export_bundle(unit, attempt_id, as_sent=as_sent)
                except NotFoundError:
                    if number == len(tenants):
                        raise
    message = "There is no company."
    raise NotFoundError(message)


def export_events(settings: Settings, tenant_id: str, form: str, file: TextIO) -> int:
    """Write the events of a company of a stopped installation; return how many were read.

    Raises
    ------
    NoInstallationError, FolderInUseError, SchemaDiffersError, DatabaseUnreadableError
        See ``open_stopped``.
    OneTenantError
        There are several companies and none was named, or the named one is not there.
    """
    with open_stopped(settings) as installation:
        return messages.write_events(installation, tenant_id, form, file)


@contextmanager
def open_company(
    settings: Settings, tenant_id: str, *, to_change: bool = False
) -> Iterator[tuple[Installation, str]]:
    """Open a stopped installation and find the company that is meant.

    Raises
    ------
    NoInstallationError, FolderInUseError, SchemaDiffersError, DatabaseUnreadableError
        See ``open_stopped``.
    OneTenantError
        There are several companies and none was named, or the named one is not there.
    """
    with open_stopped(settings, to_change=to_change) as installation:
        yield installation, messages.choose_tenant(installation, tenant_id)


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


def _key_file(settings: Settings) -> Path:
    return settings.key_file or settings.data_dir / KEY_FILE


def _require_sqlite(settings: Settings) -> None:
    if settings.database_url:
        message = "DOORSTEP_DATABASE_URL names another database than the data folder's own."
        raise OtherDatabaseError(message)


def _require_installation(folder: Path) -> None:
    if not (folder / "positions.db").is_file():
        message = f"There are no databases of Doorstep in {folder}."
        raise NoInstallationError(message)
