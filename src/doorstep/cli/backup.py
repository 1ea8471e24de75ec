"""``doorstep backup`` and ``doorstep restore``: an installation in one file, and back."""

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from doorstep import bootstrap
from doorstep.plumbing.backup import Manifest
from doorstep.plumbing.settings import Settings

_MB = 1_000_000


def backup(
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write, .tar.gz.")],
    data: Annotated[Path, typer.Option(metavar="DIR", help="The data folder.")] = Path("var"),
) -> None:
    """Copy an installation into one file while it runs, and check the file."""
    manifest = bootstrap.back_up(Settings(data_dir=data), out)
    _tell(f"{out} is written and checked: {_describe(manifest)}.")


def restore(
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A file of doorstep backup.")],
    *,
    data: Annotated[Path, typer.Option(metavar="DIR", help="A new folder for the data.")],
) -> None:
    """Check a backup and restore it into a new or empty folder."""
    manifest = bootstrap.restore(Settings(data_dir=data), file)
    _tell(f"{data} is restored as of {manifest.created_at}: {_describe(manifest)}.")
    _tell(f"Check it before you use it: doorstep verify --data {data}")


def _describe(manifest: Manifest) -> str:
    size = sum(member.size for member in manifest.members)
    return f"{len(manifest.members)} files, {size / _MB:.1f} MB"


def _tell(sentence: str) -> None:
    Console(highlight=False).print(sentence, markup=False, soft_wrap=True)
