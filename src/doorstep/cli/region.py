"""``doorstep region``: bring, list, renew and remove the cities an installation works in."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import (
    BarColumn,
    DownloadColumn,
    Progress,
    SpinnerColumn,
    TextColumn,
    TimeElapsedColumn,
    TransferSpeedColumn,
)
from rich.table import Table

from doorstep.bootstrap import RegionRefusedError
from doorstep.kernel import SystemClock
from doorstep.plumbing.settings import Settings
from doorstep.roads.sources import (
    ATTRIBUTION,
    RegionVersion,
    RoadFileError,
    Watcher,
    Wish,
    bring_region,
    get_region,
    list_regions,
    open_region,
    remove_version,
)

region = typer.Typer(no_args_is_help=True, help="Bring, list, renew and remove cities.")

_MB = 1_000_000
_MOST_SIGNS = 20
_PROFILES = "profiles"
"""In the data folder: where an installation's own travel profiles are."""

_Data = Annotated[Path, typer.Option("--data", metavar="DIR", help="The data folder.")]


@region.command("add")
def add(
    source: Annotated[
        str,
        typer.Argument(
            metavar="FILE|URL|NAME",
            help="An .osm.pbf file, its address, or a name such as portugal.",
        ),
    ],
    *,
    name: Annotated[str, typer.Option(help="What to call it; from the source if not given.")] = "",
    sha256: Annotated[str, typer.Option(metavar="HEX", help="What the file must hash to.")] = "",
    profiles: Annotated[
        Path | None,
        typer.Option(
            metavar="DIR", help="Travel profiles of your own; DATA/profiles if not given."
        ),
    ] = None,
    data: _Data = Path("var"),
) -> None:
    """Bring a city: check its extract, put it in order, prepare streets, addresses and map."""
    _bring(data, Wish(source, name, sha256, profiles or data / _PROFILES))


@region.command("list")
def list_all(*, data: _Data = Path("var")) -> None:
    """List the regions that are here, all versions, the current one of each marked."""
    console = Console(highlight=False)
    versions = list_regions(_folder(data))
    if not versions:
        console.print("There is no region yet. Bring one: doorstep region add FILE, URL or NAME")
        return
    table = Table("region", "version", "MB", "added", "from", box=None, pad_edge=False)
    current = {version.name: version.number for version in versions}
    for version in versions:
        mark = " (current)" if current[version.name] == version.number else ""
        table.add_row(
            version.name,
            f"{version.number}{mark}",
            f"{version.size_bytes / _MB:.1f}",
            version.added_at[:10],
            version.source,
        )
    console.print(table)


@region.command("update")
def update(
    names: Annotated[
        list[str] | None, typer.Argument(metavar="[NAME]...", help="All regions if none is given.")
    ] = None,
    *,
    data: _Data = Path("var"),
) -> None:
    """Ask where each region came from for a newer extract; what is running is not disturbed."""
    with _our_words():
        for name in names or sorted({version.name for version in list_regions(_folder(data))}):
            version = get_region(_folder(data), name)
            _bring(data, Wish(version.source, version.name, profiles=data / _PROFILES))


@region.command("remove")
def remove(
    name: Annotated[str, typer.Argument(help="The region.")],
    *,
    version: Annotated[
        int | None, typer.Option(min=1, help="Only this version; all if not given.")
    ] = None,
    data: _Data = Path("var"),
) -> None:
    """Remove a region, or one version of it, unless it is in use."""
    with _our_words():
        get_region(_folder(data), name, version)
        for one in list_regions(_folder(data)):
            if one.name == name and version in {None, one.number}:
                remove_version(_folder(data), one)
                _tell(f"Version {one.number} of {name} is removed.")


def _bring(data: Path, wish: Wish) -> None:
    index_url = Settings().region_index_url
    with _our_words(), watched() as watcher:
        found, is_new = bring_region(_folder(data), wish, index_url, SystemClock().now(), watcher)
    _tell(_describe(found) if is_new else f"{found.name} is up to date: {_describe(found)}")
    if is_new:
        _tell_unread(data, found)


def _tell_unread(data: Path, version: RegionVersion) -> None:
    """Name the signs that cannot be read: of what they may mean the worse counts at all hours."""
    opened = open_region(_folder(data), version.name, version.number, data / "profiles")
    with _our_words(), opened as here:
        signs = here.region.network.graph.unread_signs
    if signs:
        _tell("Signs that cannot be read; plans take the worse of what they may mean:")
        for sign in signs[:_MOST_SIGNS]:
            _tell(f"  {sign}")


@contextmanager
def watched() -> Iterator[Watcher]:
    """Show bytes while downloading and shares while preparing, on standard error."""
    columns = (
        SpinnerColumn(),
        TextColumn("{task.description}"),
        BarColumn(),
        DownloadColumn(),
        TransferSpeedColumn(),
        TimeElapsedColumn(),
    )
    with Progress(*columns, console=Console(stderr=True), transient=True) as bytes_bar:
        task = bytes_bar.add_task("", total=None, visible=False)

        def on_step(sentence: str) -> None:
            bytes_bar.update(task, description=sentence, visible=True, completed=0, total=None)

        def on_bytes(there: int, total: int | None) -> None:
            bytes_bar.update(task, completed=there, total=total)

        def on_share(share: float) -> None:
            bytes_bar.update(task, completed=round(share * 100), total=100)

        yield Watcher(on_step, on_bytes, on_share)


@contextmanager
def _our_words() -> Iterator[None]:
    try:
        yield
    except RoadFileError as error:
        sentence = f"{error.sentence} [{error.code}]"
        raise RegionRefusedError(sentence, action=error.action) from error


def _describe(version: RegionVersion) -> str:
    return (
        f"{version.name}, version {version.number}, {version.size_bytes / _MB:.1f} MB, "
        f"is ready. Map and addresses {ATTRIBUTION}."
    )


def _folder(data: Path) -> Path:
    return data / "regions"


def _tell(sentence: str) -> None:
    Console(highlight=False).print(sentence, markup=False, soft_wrap=True)
