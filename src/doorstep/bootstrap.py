"""The one place where parts are wired together, and the only one that reads settings."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from doorstep import planning, tracking
from doorstep.kernel import Clock, SystemClock, SystemRng
from doorstep.plumbing.blobs import BlobStore
from doorstep.plumbing.bus import Bus
from doorstep.plumbing.db import Database
from doorstep.plumbing.migrate import migrate
from doorstep.plumbing.ownership import own
from doorstep.plumbing.settings import Settings
from doorstep.plumbing.unit import Kit
from doorstep.plumbing.work import Work
from doorstep.roads.sources import Region, load_region, write_basemap


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
