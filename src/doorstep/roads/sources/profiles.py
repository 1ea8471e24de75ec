"""Reads the travel profiles that come with the package."""

import tomllib
from importlib.resources import files

from doorstep.roads.profile import Profile

PROFILE_NAMES = ("car", "van", "bicycle", "foot")
"""The profiles that come with Doorstep, one TOML file each in ``roads/profiles``."""


def read_profiles() -> tuple[Profile, ...]:
    """Return the profiles that come with Doorstep, in the order of ``PROFILE_NAMES``."""
    return tuple(_read_profile(name) for name in PROFILE_NAMES)


def profile_text() -> str:
    """Return the profiles' files as one text, which changes when any of them does."""
    return "\n".join(_text(name) for name in PROFILE_NAMES)


def _text(name: str) -> str:
    return files("doorstep.roads").joinpath("profiles", f"{name}.toml").read_text("utf-8")


def _read_profile(name: str) -> Profile:
    data = tomllib.loads(_text(name))
    return Profile(
        name=name,
        speed_kmh=data["speed_kmh"],
        invited_kmh=data.get("invited_kmh", {}),
        access_keys=tuple(data["access_keys"]),
        oneway_keys=tuple(data["oneway_keys"]),
        top_kmh=data["top_kmh"],
        maxspeed_factor=data.get("maxspeed_factor", 0.0),
        junction_s=data.get("junction_s", 0.0),
        street_classes=frozenset(data.get("street_classes", ())),
    )
