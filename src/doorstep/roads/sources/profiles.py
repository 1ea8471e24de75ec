"""Reads travel profiles: those that come with the package, and those in a folder of one's own."""

import tomllib
from dataclasses import fields
from importlib.resources import files
from pathlib import Path
from typing import Any

from doorstep.roads.profile import Profile, Size, TurnRule
from doorstep.roads.sources.errors import RoadFileError

PROFILE_NAMES = (
    "car",
    "van",
    "truck",
    "motor_scooter",
    "cargo_bike",
    "bicycle",
    "foot",
    "pavement_robot",
)
"""The profiles that come with Doorstep, one TOML file each in ``roads/profiles``."""

_SETS = (
    "street_classes",
    "closed_access",
    "ends_only_access",
    "near_side_classes",
    "open_barriers",
)
_TUPLES = ("access_keys", "oneway_keys", "inviting_keys")
_ACTION = "Correct the file; those that come with Doorstep in roads/profiles show what may stand."


def read_profiles(folder: Path | None = None) -> tuple[Profile, ...]:
    """Return the profiles that come with Doorstep, and then those of a folder by name.

    Parameters
    ----------
    folder
        One TOML file for each further profile, named by it. A file with the name of a profile
        that comes with Doorstep takes its place.

    Raises
    ------
    RoadFileError
        A file of the folder is no profile.
    """
    return tuple(_read_profile(name, text) for name, text in _texts(folder).items())


def profile_text(folder: Path | None = None) -> str:
    """Return the profiles' files as one text, which changes when any of them does."""
    return "\n".join(f"{name}\n{text}" for name, text in _texts(folder).items())


def _texts(folder: Path | None) -> dict[str, str]:
    own = files("doorstep.roads").joinpath("profiles")
    texts = {name: own.joinpath(f"{name}.toml").read_text("utf-8") for name in PROFILE_NAMES}
    if folder is not None and folder.is_dir():
        texts |= {path.stem: path.read_text("utf-8") for path in sorted(folder.glob("*.toml"))}
    return texts


def _read_profile(name: str, text: str) -> Profile:
    """Return the profile of a file.

    Raises
    ------
    RoadFileError
        It is no TOML, a key is missing or unknown, or a value is of the wrong kind.
    """
    try:
        data: dict[str, Any] = tomllib.loads(text)
        known = {field.name for field in fields(Profile)} - {"name"}
        unknown = sorted(set(data) - known)
        if unknown:
            raise ValueError(f"unknown key {unknown[0]!r}")  # noqa: EM102, TRY003, TRY301
        data |= {key: frozenset(data[key]) for key in _SETS if key in data}
        data |= {key: tuple(data[key]) for key in _TUPLES if key in data}
        if "turns" in data:
            data["turns"] = TurnRule(**data["turns"])
        if "size" in data:
            data["size"] = Size(**data["size"])
        return Profile(name=name, **data)
    except (tomllib.TOMLDecodeError, TypeError, ValueError) as error:
        code, sentence = "travel_profile_bad", f"The travel profile {name}.toml is wrong: {error}."
        raise RoadFileError(code, sentence, _ACTION) from error
