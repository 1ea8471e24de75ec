"""How one kind of traveller may use a road, and how fast: rules over OpenStreetMap tags."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

KMH_PER_MPH = 1.609344
"""Kilometres in an international mile."""

_BLOCKED = frozenset({"no", "private", "agricultural", "forestry", "emergency", "bus", "psv"})
_INVITED = frozenset({"yes", "designated", "permissive", "official", "destination"})
_ROUND = frozenset({"roundabout", "circular"})
_MAXSPEED = re.compile(r"(\d+(?:\.\d+)?)\s*(km/h|kmh|kph|mph)?")


@dataclass(frozen=True, slots=True)
class Directions:
    """Which ways along a road are open, seen from its first to its last point."""

    forward: bool
    backward: bool


@dataclass(frozen=True, slots=True)
class Profile:
    """One kind of traveller, as the data file of that name says.

    Parameters
    ----------
    name
        For people and for queries: "van".
    speed_kmh
        Speed by highway class where no maxspeed is tagged; a class not listed is closed.
    invited_kmh
        Speed on classes that are open only when the most specific access key invites.
    access_keys
        From general to specific; the last one tagged decides.
    oneway_keys
        From specific to general; the first one tagged decides. Empty: one-ways do not bind.
    maxspeed_factor
        Share of the tagged maxspeed that is driven between junctions; zero: ignore the tag.
    top_kmh
        Never faster than this.
    junction_s
        Seconds lost where three or more streets of ``street_classes`` meet.
    street_classes
        Classes that make such a junction, and that lose time at one.
    """

    name: str
    speed_kmh: Mapping[str, float]
    access_keys: tuple[str, ...]
    oneway_keys: tuple[str, ...]
    top_kmh: float
    maxspeed_factor: float = 0.0
    junction_s: float = 0.0
    invited_kmh: Mapping[str, float] = field(default_factory=dict)
    street_classes: frozenset[str] = frozenset()

    def travel_kmh(self, tags: Mapping[str, str]) -> float | None:
        """Return the speed between junctions in km/h, or none where this traveller may not go."""
        road_class = tags.get("highway", "")
        access = [tags[key] for key in self.access_keys if key in tags]
        if access and access[-1] in _BLOCKED:
            return None
        speed_kmh = self.speed_kmh.get(road_class)
        if speed_kmh is None:
            invited = tags.get(self.access_keys[-1]) in _INVITED
            speed_kmh = self.invited_kmh.get(road_class) if invited else None
        if speed_kmh is None:
            return None
        limit_kmh = parse_maxspeed(tags.get("maxspeed", ""))
        if self.maxspeed_factor and limit_kmh:
            speed_kmh = limit_kmh * self.maxspeed_factor
        return min(speed_kmh, self.top_kmh)

    def directions(self, tags: Mapping[str, str]) -> Directions:
        """Return which ways along the road this traveller may go."""
        if not self.oneway_keys:
            return Directions(forward=True, backward=True)
        tagged = [tags[key] for key in self.oneway_keys if key in tags]
        if tagged:
            against = tagged[0] in {"-1", "reverse"}
            along = tagged[0] in {"yes", "true", "1"}
        else:
            against = False
            along = tags.get("junction") in _ROUND or tags.get("highway") == "motorway"
        return Directions(forward=not against, backward=not along)


def parse_maxspeed(text: str) -> float | None:
    """Return a maxspeed tag in km/h, or none for what is not a number ("FI:urban", "signals")."""
    match = _MAXSPEED.fullmatch(text.strip())
    if match is None:
        return None
    value = float(match[1]) * (KMH_PER_MPH if match[2] == "mph" else 1.0)
    return value or None
