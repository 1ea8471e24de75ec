"""The ``doorstep`` command: one file for each of its commands, loaded when it is asked for."""

import importlib
import sys
from collections.abc import Iterable
from http import HTTPStatus

import typer

from doorstep.plumbing.problem import DoorstepError

_COMMANDS = {
    "backup": "doorstep.cli.backup:backup",
    "demo": "doorstep.cli.demo:demo",
    "demo-files": "doorstep.cli.demo_files:demo_files",
    "events": "doorstep.cli.events:events",
    "openapi": "doorstep.cli.openapi:openapi",
    "plan": "doorstep.cli.plan:plan",
    "region": "doorstep.cli.region:region",
    "privacy": "doorstep.cli.privacy:privacy",
    "proof": "doorstep.cli.proof:proof",
    "roads": "doorstep.cli.roads:roads",
    "solve": "doorstep.cli.solve:solve",
    "serve": "doorstep.cli.serve:serve",
    "restore": "doorstep.cli.backup:restore",
    "verify": "doorstep.cli.verify:verify",
}
"""Where each command lives; starting one does not wait for what only another needs."""

EXIT_OUR_ERROR = 1
"""Doorstep itself is wrong."""

EXIT_BAD_INPUT = 2
"""Something that was given is wrong; said on standard error."""


def make_app(names: Iterable[str] = tuple(_COMMANDS)) -> typer.Typer:
    """Return the command line with some of its commands, importing only theirs."""
    app = typer.Typer(no_args_is_help=True, add_completion=False, pretty_exceptions_enable=False)

    @app.callback(help="Doorstep, the open-source operating system for the last mile.")
    def group() -> None:
        pass

    for name in sorted(names):
        module, function = _COMMANDS[name].split(":")
        command = getattr(importlib.import_module(module), function)
        if isinstance(command, typer.Typer):
            app.add_typer(command, name=name)
        else:
            app.command(name)(command)
    return app


def main() -> None:
    """Run the command line; every expected refusal is a sentence and what to do."""
    asked = [name for name in sys.argv[1:2] if name in _COMMANDS]
    try:
        make_app(asked or _COMMANDS)()
    except DoorstepError as error:
        print_refusal(error)
        is_ours = error.status >= HTTPStatus.INTERNAL_SERVER_ERROR
        sys.exit(EXIT_OUR_ERROR if is_ours else EXIT_BAD_INPUT)
    except OSError as error:
        # A full disk, a folder without rights: the machine's refusal, told without a traceback.
        typer.echo(f"{error.filename or 'A file'}: {error.strerror}.", err=True)
        sys.exit(EXIT_OUR_ERROR)


def print_refusal(error: DoorstepError) -> None:
    """Print what is wrong, all findings, and what to do, on standard error."""
    from rich.console import Console  # noqa: PLC0415, a server would keep its 7 MB

    console = Console(stderr=True, highlight=False)
    console.print(f"[bold red]{error.title}.[/]", end=" ")
    console.print(error.sentence, markup=False)
    for finding in error.findings:
        place = f"line {finding.line}" if finding.line else ""
        place = ", ".join(part for part in (place, finding.column or "") if part)
        value = f" {finding.value!r}" if finding.value else ""
        console.print(
            f"  {place}{value}: {finding.reason} {finding.fix}", markup=False, soft_wrap=True
        )
    console.print(f"{error.what_to_do} ({error.code})", markup=False)
