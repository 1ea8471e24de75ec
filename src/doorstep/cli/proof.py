"""``doorstep proof``: hand out the evidence of an attempt, and check it anywhere."""

import json
from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from doorstep.bootstrap import export_proof
from doorstep.dispatch import BundleError, verify_bundle
from doorstep.plumbing.problem import InvalidInputError
from doorstep.plumbing.settings import Settings

proof = typer.Typer(no_args_is_help=True, help="Export and check proof of delivery.")

_MARKS = {True: "[green]ok      [/]", False: "[bold red]violated[/]", None: "[dim]nothing [/]"}


class NotABundleError(InvalidInputError):
    """The file that was given is no proof bundle."""

    code = "not_a_bundle"
    title = "This is no proof bundle"
    action = "Name a file that the console or doorstep proof export has made."


@proof.command()
def verify(
    bundle: Annotated[Path, typer.Argument(metavar="BUNDLE", help="A proof bundle, .zip.")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="Print JSON, for programs.")] = False,
) -> None:
    """Check a bundle with nothing else at hand; exit code 0 when all fits, 1 when not."""
    try:
        checks = verify_bundle(bundle.read_bytes())
    except BundleError as error:
        raise NotABundleError(str(error)) from error
    wrong = [one for one in checks if one.ok is False]
    if as_json:
        report = {"ok": not wrong, "checks": [asdict(one) for one in checks]}
        typer.echo(json.dumps(report, indent=2))
    else:
        console = Console(highlight=False)
        for one in checks:
            console.print(f"{_MARKS[one.ok]}  {one.sentence} ({one.name})", soft_wrap=True)
        console.print(f"\n{len(checks)} checks, {len(wrong)} violated.")
    raise typer.Exit(1 if wrong else 0)


@proof.command()
def export(
    attempt: Annotated[str, typer.Argument(metavar="ATTEMPT", help="The attempt's id.")],
    *,
    out: Annotated[Path, typer.Option(metavar="FILE", help="The file to write, .zip.")],
    data: Annotated[Path, typer.Option(metavar="DIR", help="The data folder.")] = Path("var"),
    as_sent: Annotated[
        bool, typer.Option("--as-sent", help="With the pictures as the device sent them, too.")
    ] = False,
) -> None:
    """Write the proof bundle of an attempt from a stopped installation."""
    content = export_proof(Settings(data_dir=data), attempt, as_sent=as_sent)
    out.write_bytes(content)
    Console(highlight=False).print(
        f"{out} is written: {len(content)} bytes.", markup=False, soft_wrap=True
    )
