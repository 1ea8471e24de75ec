"""``doorstep solve``: routing problems in the words of other programs, answers in the same."""

import gzip
import json
import sys
import time
import zlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from doorstep import engine, planning
from doorstep.cli.plan import default_cache
from doorstep.cli.solve_display import print_routes
from doorstep.cli.stopping import stop_on_interrupt
from doorstep.engine import formats
from doorstep.engine.formats import vroom
from doorstep.plumbing.problem import Finding, InvalidInputError
from doorstep.roads.sources import Region, RoadFileError, load_region

EXIT_BAD_INPUT = 2
EXIT_NOTHING_PLANNED = 3

_INSTANCE_READERS: Mapping[formats.Kind, Callable[[str], formats.Instance]] = {
    formats.Kind.VRPLIB: formats.vrplib.read,
    formats.Kind.SOLOMON: formats.solomon.read,
    formats.Kind.LI_LIM: formats.li_lim.read,
    formats.Kind.SCHNEIDER: formats.schneider.read,
}

_STANDARD = "-"
_MILLI = 1000


@dataclass(frozen=True, slots=True)
class _Task:
    """A problem with the way to write its solution in the words it came in.

    Parameters
    ----------
    cost_scale, time_scale
        How many of the problem's units are one of the file's.
    write
        Takes the solution and how long the search took, in milliseconds.
    """

    problem: engine.Problem
    cost_scale: int
    time_scale: int
    write: Callable[[engine.Solution, int], str]


def solve(
    *,
    problem_file: Annotated[
        str, typer.Argument(metavar="PROBLEM", help="The problem; - for standard input.")
    ],
    form: Annotated[
        formats.Kind | None,
        typer.Option("--format", help="Whose words it is written in; else told by how it looks."),
    ] = None,
    seconds: Annotated[float, typer.Option(min=0.1, max=86_400, help="How long to search.")] = 10,
    seed: Annotated[int, typer.Option(min=0, help="Of the search's random choices.")] = 1,
    roads_file: Annotated[
        Path | None,
        typer.Option("--roads", metavar="CITY.osm.pbf", help="Streets, for VROOM's coordinates."),
    ] = None,
    travel_file: Annotated[
        Path | None,
        typer.Option(
            "--travel",
            metavar="FILE",
            help="MAMUT's travel by the time of day, .json or .json.gz; else looked for beside.",
        ),
    ] = None,
    out: Annotated[
        str | None,
        typer.Option(metavar="FILE", help="Where the answer goes; - for standard output."),
    ] = None,
) -> None:
    """Solve a problem written for another program; docs/guides/solve.md explains it."""
    text = _read(problem_file)
    form = form or formats.recognise(text)
    if form is None:
        message = f"{problem_file} does not look like any of the formats."
        fix = "Say which it is with --format."
        raise InvalidInputError(message, findings=[Finding("The format is not known.", fix)])
    target = out or (_STANDARD if form is formats.Kind.VROOM else None)
    try:
        if form is formats.Kind.MAMUT:
            task = _instance_task(
                formats.mamut.read(text, _read_travel(text, problem_file, travel_file))
            )
        else:
            task = _load(text, form, roads_file)
    except vroom.VroomError as error:
        # VROOM's users find what is wrong where they look for the answer.
        _write(target, json.dumps(error.to_json()))
        Console(stderr=True).print(str(error), style="red", markup=False, highlight=False)
        raise typer.Exit(EXIT_BAD_INPUT) from None
    except formats.FormatError as error:
        fix = "Correct the file, or leave out what is not supported."
        findings = [Finding(finding, fix) for finding in error.findings]
        message = f"{problem_file} is not a problem that can be solved."
        raise InvalidInputError(message, findings=findings) from error
    began_s = time.perf_counter()
    with stop_on_interrupt() as stopping:
        solution = engine.solve(
            task.problem, seconds=seconds, seed=seed, should_stop=stopping.is_set
        )
    if violations := engine.check(task.problem, solution):
        raise planning.BrokenPlanError(violations)
    _write(target, task.write(solution, round((time.perf_counter() - began_s) * _MILLI)))
    if target != _STANDARD:
        units = (task.cost_scale, task.time_scale)
        print_routes(Console(highlight=False), task.problem, solution, units)
    if task.problem.shipments and not solution.routes:
        raise typer.Exit(EXIT_NOTHING_PLANNED)


def _load(text: str, form: formats.Kind, roads_file: Path | None) -> _Task:
    if form is formats.Kind.VROOM:
        reading = (
            vroom.read(vroom.parse(text))
            if roads_file is None
            else planning.read_vroom(text, _load_region(roads_file))
        )
        return _Task(reading.problem, reading.scale, 1, partial(_vroom_text, reading))
    return _instance_task(_INSTANCE_READERS[form](text))


def _instance_task(instance: formats.Instance) -> _Task:
    return _Task(
        instance.problem,
        instance.scale,
        instance.scale,
        lambda solution, _ms: formats.write_routes(instance, solution),
    )


def _read_travel(text: str, name: str, travel_file: Path | None) -> str:
    """Return the second file of a MAMUT instance, from beside the first one if it is not named."""
    beside = Path(name).parent
    names = formats.mamut.list_travel_files(text, Path(name).name)
    options = [beside / one for one in names] if travel_file is None else [travel_file]
    found = next((one for one in options if one.is_file()), None)
    if found is None:
        message = f"The travel of {name} is not there: {' or '.join(map(str, options))}."
        raise planning.MissingFileError(message)
    try:
        content = found.read_bytes()
        if found.suffix == ".gz":
            content = gzip.decompress(content)
        return content.decode("utf-8-sig")
    except (OSError, EOFError, zlib.error, UnicodeDecodeError) as error:
        message = f"{found} cannot be read as text, plain or packed by gzip."
        raise InvalidInputError(message) from error


def _load_region(roads_file: Path) -> Region:
    try:
        return load_region(roads_file, default_cache())
    except RoadFileError as error:
        raise planning.UnusableRoadsError(error.sentence, action=error.action) from error


def _vroom_text(reading: vroom.Reading, solution: engine.Solution, computing_ms: int) -> str:
    return json.dumps(vroom.write(reading, solution, computing_ms=computing_ms)) + "\n"


def _read(name: str) -> str:
    try:
        content = sys.stdin.buffer.read() if name == _STANDARD else Path(name).read_bytes()
        return content.decode("utf-8-sig")
    except OSError as error:
        message = f"{name} cannot be read: {error.strerror}."
        raise planning.MissingFileError(message) from error
    except UnicodeDecodeError as error:
        message = f"{name} is not a text in UTF-8."
        raise InvalidInputError(message) from error


def _write(target: str | None, text: str) -> None:
    if target == _STANDARD:
        sys.stdout.write(text)
    elif target is not None:
        try:
            Path(target).write_text(text, encoding="utf-8")
        except OSError as error:
            message = f"{target} cannot be written: {error.strerror}."
            raise planning.MissingFileError(message) from error
