"""Reads what flies, and where nothing may."""

import tomllib
from importlib.resources import files
from pathlib import Path

import shapely
from shapely.geometry.base import BaseGeometry

from doorstep.roads.air import Aircraft
from doorstep.roads.sources.errors import RoadFileError


def read_aircraft(folder: Path | None = None) -> tuple[Aircraft, ...]:
    """Return the aircraft that come with Doorstep, and then those of a folder by name.

    Parameters
    ----------
    folder
        One TOML file for each further aircraft, named by it.

    Raises
    ------
    RoadFileError
        A file of the folder is no aircraft.
    """
    own = files("doorstep.roads").joinpath("aircraft", "drone.toml").read_text("utf-8")
    texts = {"drone": own}
    if folder is not None and folder.is_dir():
        texts |= {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))}
    return tuple(_aircraft(name, text) for name, text in texts.items())


def read_no_fly(path: Path) -> list[BaseGeometry]:
    """Return the polygons of a GeoJSON file, longitude first.

    Raises
    ------
    RoadFileError
        It cannot be read, is no GeoJSON, or holds anything but polygons.
    """
    action = "Give a GeoJSON file of Polygon or MultiPolygon features."
    try:
        whole = shapely.from_geojson(path.read_text("utf-8"))
    except (OSError, UnicodeDecodeError, shapely.errors.GEOSException) as error:
        code, sentence = "no_fly_file_bad", f"{path.name} cannot be read as GeoJSON ({error})."
        raise RoadFileError(code, sentence, action) from error
    parts = list(shapely.get_parts(whole))
    if wrong := [part for part in parts if part.geom_type not in {"Polygon", "MultiPolygon"}]:
        code, sentence = "no_fly_file_bad", f"{path.name} holds a {wrong[0].geom_type}."
        raise RoadFileError(code, sentence, action)
    return parts


def _aircraft(name: str, text: str) -> Aircraft:
    try:
        return Aircraft(name=name, **tomllib.loads(text))
    except (tomllib.TOMLDecodeError, TypeError) as error:
        code, sentence = "aircraft_bad", f"The aircraft {name}.toml is wrong: {error}."
        raise RoadFileError(code, sentence, "Correct the file; compare drone.toml.") from error
