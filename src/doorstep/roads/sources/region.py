"""Loads everything that is known about a region's streets, quickly from the second time on."""

import gc
import hashlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt

from doorstep.roads.addresses import AddressIndex
from doorstep.roads.air import Airspace
from doorstep.roads.graph import Graph
from doorstep.roads.ground import Hierarchy, build_hierarchy
from doorstep.roads.network import Network
from doorstep.roads.ordering import HAS_ORDER
from doorstep.roads.sources.address_file import (
    AddressFile,
    find_address_file,
    write_address_file,
)
from doorstep.roads.sources.addresses import read_address_data
from doorstep.roads.sources.aircraft import read_aircraft, read_no_fly
from doorstep.roads.sources.arrays import graph_arrays, hierarchy_arrays, to_graph, to_hierarchy
from doorstep.roads.sources.files import find_arrays, hash_file, write_arrays
from doorstep.roads.sources.pbf import OnProgress, read_graph, require_pbf
from doorstep.roads.sources.profiles import profile_text
from doorstep.roads.sources.road_server import RoadServer, open_road_server

ATTRIBUTION = "© OpenStreetMap contributors"
"""To be shown wherever streets or addresses of an extract are; they are under the ODbL 1.0."""

_FORMAT_VERSION = 4


class Region:
    """One extract's streets and addresses.

    Parameters
    ----------
    key
        Changes with the extract's bytes, the travel profiles and the format; fit for file names.
    name
        For people, from the file's name.
    network
        Ready for queries.
    addresses
        The address index.
    """

    attribution = ATTRIBUTION

    def __init__(self, key: str, name: str, network: Network, addresses: AddressIndex) -> None:
        self.key = key
        self.name = name
        self.network = network
        self.addresses = addresses
        self._server_url = ""
        self.airspaces = {one.name: Airspace(one) for one in read_aircraft()}

    @property
    def profiles(self) -> tuple[str, ...]:
        """Return what vehicles can be: the profiles of the streets, and what flies."""
        return (*self.network.profiles, *self.airspaces)

    def fly(self, folder: Path) -> None:
        """Take up aircraft and no-fly zones of an installation.

        Parameters
        ----------
        folder
            One TOML file for each aircraft, and ``no-fly.geojson`` for what none may fly over;
            either may be missing.

        Raises
        ------
        RoadFileError
            A file cannot be used.
        """
        zones = folder / "no-fly.geojson"
        no_fly = read_no_fly(zones) if zones.exists() else []
        self.airspaces = {one.name: Airspace(one, no_fly) for one in read_aircraft(folder)}

    def ask_server(self, url: str) -> None:
        """Have plans' travel measured by a road server; by nobody else where it is empty.

        Raises
        ------
        RoadFileError
            The address names no kind of server that is known.
        """
        if url:
            open_road_server(url, self.network.profiles[0])
        self._server_url = url

    def server(self, profile: str) -> RoadServer | None:
        """Return who measures travel in place of the region's own search, or none."""
        return open_road_server(self._server_url, profile) if self._server_url else None


@dataclass(frozen=True, slots=True)
class _Stored:
    graph: Graph
    hierarchy: Hierarchy | None


def load_region(
    pbf: Path,
    cache_dir: Path,
    on_progress: OnProgress | None = None,
    profiles: Path | None = None,
) -> Region:
    """Return the region of an extract, from the cache when it was loaded before.

    A damaged cache file is made again.

    Parameters
    ----------
    pbf
        An OpenStreetMap extract.
    cache_dir
        Where the prepared form is kept; made when missing.
    on_progress
        Called with the share done, 0 to 1.
    profiles
        A folder with further travel profiles.

    Raises
    ------
    RoadFileError
        The file is missing, empty, cut off, not PBF, or has no roads; or a profile of the folder
        cannot be used.
    """
    report = on_progress or _ignore
    require_pbf(pbf)
    key = _region_key(pbf, profiles)
    path = cache_dir / f"region-{key}.npz"
    stored = _find_stored(path)
    with _nothing_collected():
        if stored is None:
            graph = read_graph(pbf, lambda share: report(share * 0.4), profiles)
            report(0.5)
            stored = _Stored(graph, build_hierarchy(graph))
            report(0.7)
            write_arrays(path, _to_arrays(stored))
        book = _load_book(pbf, cache_dir / f"addresses-{key}.db")
    report(1.0)
    network = Network(stored.graph, stored.hierarchy)
    return Region(key, _region_name(pbf), network, AddressIndex.of(book))


@contextmanager
def _nothing_collected() -> Iterator[None]:
    """Keep Python from looking for cycles among the millions of small things of an extract.

    There are none, and looking takes an eighth of the time.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()


def _load_book(pbf: Path, path: Path) -> AddressFile:
    """Return the address book of an extract, made where it is missing or damaged."""
    found = find_address_file(path)
    if found is None:
        write_address_file(read_address_data(pbf), path)
        found = AddressFile(path)
    return found


def _region_key(pbf: Path, profiles: Path | None) -> str:
    parts = (str(_FORMAT_VERSION), hash_file(pbf), profile_text(profiles))
    return hashlib.sha256("\n".join(parts).encode()).hexdigest()[:32]


def _region_name(pbf: Path) -> str:
    return pbf.name.split(".")[0].replace("_", " ").replace("-", " ").title()


def _to_arrays(stored: _Stored) -> dict[str, npt.NDArray[np.generic]]:
    """Return all numbers as arrays, and all texts as arrays of JSON bytes."""
    return graph_arrays(stored.graph) | hierarchy_arrays(stored.hierarchy)


def _find_stored(path: Path) -> _Stored | None:
    """Return what the cache holds, or none when it must be made again."""
    arrays: dict[str, Any] | None = find_arrays(path)
    if arrays is None:
        return None
    try:
        graph, hierarchy = to_graph(arrays), to_hierarchy(arrays)
    except (KeyError, TypeError, ValueError):
        return None
    # Made where the wheel was missing: make it again now that there is one.
    is_stale = hierarchy is None and HAS_ORDER
    return None if is_stale else _Stored(graph, hierarchy)


def _ignore(_: float) -> None:
    """Take a report nobody asked for."""
