"""How one kind of traveller may use a road, and how fast: rules over OpenStreetMap tags."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from doorstep.roads.conditions import Asker, Condition, Holds, read_condition
from doorstep.roads.cutting import BARRIER
from doorstep.roads.tags import (
    conditionals,
    first_value,
    parse_duration_s,
    parse_maxspeed,
    parse_metres,
    parse_percent,
    parse_tonnes,
)

FERRY = "ferry"
"""The class of ferry lines, which have no highway tag."""

_INVITED = frozenset({"yes", "designated", "permissive", "official", "destination", "delivery"})
_CLOSED = frozenset({"no", "private", "agricultural", "forestry", "emergency", "bus", "psv"})
_ROUND = frozenset({"roundabout", "circular"})
_LOWERED = frozenset({"lowered", "flush", "no"})
_LIMITS = ("maxweight", "maxweightrating", "maxaxleload", "maxheight", "maxwidth", "maxlength")
_WAYS = ("forward", "backward")


@dataclass(frozen=True, slots=True)
class Directions:
    """Which ways along a road are open, seen from its first to its last point."""

    forward: bool
    backward: bool


@dataclass(frozen=True, slots=True)
class Passage:
    """What a road is to a traveller.

    Parameters
    ----------
    forward_kmh, backward_kmh
        Speed between junctions each way, 0 where closed.
    ends_only
        May be used at the ends of a trip only.
    """

    forward_kmh: float
    backward_kmh: float
    ends_only: bool = False

    @property
    def is_open(self) -> bool:
        """Tell whether it can be travelled at all."""
        return self.forward_kmh > 0 or self.backward_kmh > 0


SHUT = Passage(0.0, 0.0)
"""A road that is closed both ways."""


@dataclass(frozen=True, slots=True)
class TimedPassage:
    """What a road is to a traveller at certain hours.

    Parameters
    ----------
    when
        The hours in OpenStreetMap's notation; empty where the sign cannot be read.
    passage
        What the road is then.
    sign
        The tag it comes from, for people.
    """

    when: str
    passage: Passage
    sign: str


@dataclass(frozen=True, slots=True)
class TurnRule:
    """What turning costs.

    Parameters
    ----------
    most_s
        Seconds of the sharpest turn.
    bias
        Above 1, turning across the other traffic costs more than turning away from it.
    u_turn_s
        Seconds of turning round, which is done where there is no other way on.
    """

    most_s: float
    bias: float
    u_turn_s: float


@dataclass(frozen=True, slots=True)
class Size:
    """A vehicle as signs see it, in tonnes and metres; 0 is under every limit."""

    weight_t: float = 0.0
    height_m: float = 0.0
    width_m: float = 0.0
    length_m: float = 0.0
    axle_t: float = 0.0
    hazmat: bool = False


@dataclass(frozen=True)
class Profile:
    """One kind of traveller, as the data file of that name says.

    Parameters
    ----------
    name
        For people and for queries: "van".
    speed_kmh
        Speed by highway class where no maxspeed is tagged; a class not listed is closed.
    invited_kmh
        Speed on classes that are open only when one of ``inviting_keys`` invites.
    access_keys
        From general to specific; the last one tagged decides. Turn restrictions that name or
        except one of them are this traveller's.
    inviting_keys
        Empty: the last of ``access_keys``.
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
    closed_access, ends_only_access
        Values of access tags that close a road, and those that open it for the ends of a trip.
    contraflow
        Whether ``cycleway=opposite`` opens a one-way street the other way.
    near_side_classes
        Classes where a stop is made on the customer's side of the street.
    surface_kmh
        Never faster than this on a surface.
    uphill_loss
        Share of the speed lost for each percent of slope, upwards.
    ferry_kmh
        Speed of ferries without a tagged duration; 0: takes no ferry.
    open_barriers
        Barriers that let it pass where no access tag says otherwise.
    barrier_s
        Seconds lost at a barrier that lets it pass.
    raised_kerbs
        Whether it gets over a kerb that is not lowered.
    closed_by
        Other tags, with values that close a road.
    turns
        What turning costs; none: turns and their restrictions do not concern it.
    size
        For limits of weight, height and so on.
    """

    name: str
    speed_kmh: Mapping[str, float]
    access_keys: tuple[str, ...]
    oneway_keys: tuple[str, ...]
    top_kmh: float
    maxspeed_factor: float = 0.0
    junction_s: float = 0.0
    invited_kmh: Mapping[str, float] = field(default_factory=dict)
    inviting_keys: tuple[str, ...] = ()
    street_classes: frozenset[str] = frozenset()
    closed_access: frozenset[str] = _CLOSED
    ends_only_access: frozenset[str] = frozenset()
    contraflow: bool = False
    near_side_classes: frozenset[str] = frozenset()
    surface_kmh: Mapping[str, float] = field(default_factory=dict)
    uphill_loss: float = 0.0
    ferry_kmh: float = 0.0
    open_barriers: frozenset[str] = frozenset()
    barrier_s: Mapping[str, float] = field(default_factory=dict)
    raised_kerbs: bool = True
    closed_by: Mapping[str, Sequence[str]] = field(default_factory=dict)
    turns: TurnRule | None = None
    size: Size = Size()

    def passage(self, tags: Mapping[str, str], length_m: float = 0.0) -> Passage:
        """Return what a road is to this traveller at most hours of the week.

        Parameters
        ----------
        tags
            Of the road. Values that hold at certain hours are left out.
        length_m
            Its whole length, for ferries with a tagged duration.
        """
        kmh = self.travel_kmh(tags, length_m)
        if kmh is None:
            return SHUT
        ways = self.directions(tags)
        slope = parse_percent(tags.get("incline", "")) if self.uphill_loss else 0.0
        ahead = kmh * max(0.2, 1.0 - self.uphill_loss * max(0.0, slope))
        back = kmh * max(0.2, 1.0 - self.uphill_loss * max(0.0, -slope))
        ahead = self._limited(ahead, tags.get("maxspeed:forward", ""))
        back = self._limited(back, tags.get("maxspeed:backward", ""))
        ahead *= ways.forward and self._is_open_along(tags, "forward")
        back *= ways.backward and self._is_open_along(tags, "backward")
        return Passage(ahead, back, self._access(tags) in self.ends_only_access)

    def passages_by_hour(
        self, tags: Mapping[str, str], length_m: float = 0.0
    ) -> Iterator[TimedPassage]:
        """Yield what a road, or a barrier, is at certain hours where that is something else.

        A sign that cannot be read comes without hours.
        """
        usual = self._any_passage(tags, length_m)
        for key in self._timed_keys:
            for value, when in conditionals(tags, key):
                met = self.condition(when)
                if met.holds not in {Holds.AT_HOURS, Holds.UNKNOWN}:
                    continue
                said = met.purpose if met.purpose and value not in self.closed_access else value
                rest = {name: tag for name, tag in tags.items() if name != f"{key}:conditional"}
                other = self._any_passage({**rest, key: said}, length_m)
                if other != usual:
                    yield TimedPassage(met.hours, other, f"{key}:conditional={value} @ ({when})")

    def condition(self, when: str) -> Condition:
        """Return what a condition on a sign means to this traveller."""
        return read_condition(when, self._asker)

    def travel_kmh(self, tags: Mapping[str, str], length_m: float = 0.0) -> float | None:
        """Return the speed between junctions in km/h, or none where this traveller may not go."""
        access = self._access(tags)
        if access in self.closed_access or not self._fits(tags):
            return None
        if any(tags.get(key) in values for key, values in self.closed_by.items()):
            return None
        if tags.get("route") == FERRY and "highway" not in tags:
            return self._ferry_kmh(tags, access, length_m)
        speed_kmh = self.speed_kmh.get(tags.get("highway", ""))
        if speed_kmh is None:
            keys = self.inviting_keys or self.access_keys[-1:]
            invited = any(first_value(tags.get(key, "")) in _INVITED for key in keys)
            speed_kmh = self.invited_kmh.get(tags.get("highway", "")) if invited else None
        if speed_kmh is None:
            return None
        limit_kmh = parse_maxspeed(self._said(tags, "maxspeed"))
        if self.maxspeed_factor and limit_kmh:
            speed_kmh = limit_kmh * self.maxspeed_factor
        speed_kmh = min(speed_kmh, self.surface_kmh.get(tags.get("surface", ""), speed_kmh))
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
        if self.contraflow and any(
            value.startswith("opposite") for key, value in tags.items() if key[:8] == "cycleway"
        ):
            return Directions(forward=True, backward=True)
        return Directions(forward=not against, backward=not along)

    def barrier(self, tags: Mapping[str, str]) -> tuple[Passage, float]:
        """Return whether a barrier lets this traveller pass, and the seconds that takes."""
        kind = tags.get("barrier", "kerb")
        own = [key for key in self.access_keys if key in tags]
        if own:
            access = self._access(tags)
            is_open = access not in self.closed_access
        else:
            access, is_open = None, kind in self.open_barriers
        if kind == "kerb" or "kerb" in tags:
            is_open = self.raised_kerbs or tags.get("kerb", "raised") in _LOWERED
        if not is_open or not self._fits(tags):
            return SHUT, 0.0
        passage = Passage(self.top_kmh, self.top_kmh, access in self.ends_only_access)
        return passage, self.barrier_s.get(kind, 0.0)

    def heeds(self, mode: str, exempt: frozenset[str]) -> bool:
        """Tell whether a turn restriction binds this traveller.

        Parameters
        ----------
        mode
            The access key it is for ("hgv"), empty for all.
        exempt
            Access keys it is not for.
        """
        if self.turns is None or not exempt.isdisjoint(self.access_keys):
            return False
        return not mode or mode in self.access_keys

    def with_size(self, size: Size) -> "Profile":
        """Return the same traveller in another vehicle: a heavier truck, say."""
        return replace(self, size=size)

    @cached_property
    def _asker(self) -> Asker:
        size = self.size
        return Asker(
            keys=frozenset(self.access_keys),
            purposes=self.ends_only_access,
            weight_t=size.weight_t,
            height_m=size.height_m,
            width_m=size.width_m,
            length_m=size.length_m,
            axle_t=size.axle_t,
        )

    @cached_property
    def _timed_keys(self) -> tuple[str, ...]:
        """Return the keys whose conditions change what a road is."""
        along = tuple(f"{key}:{way}" for key in self.access_keys for way in _WAYS)
        speeds = ("maxspeed", "maxspeed:forward", "maxspeed:backward")
        return (*self.access_keys, *along, *self.oneway_keys, *speeds, *_LIMITS)

    def _any_passage(self, tags: Mapping[str, str], length_m: float) -> Passage:
        if tags.get("highway") == BARRIER:
            return self.barrier(tags)[0]
        return self.passage(tags, length_m)

    def _said(self, tags: Mapping[str, str], key: str) -> str:
        """Return what a key says to this traveller at most hours; the last condition met holds."""
        said = tags.get(key, "")
        for value, when in conditionals(tags, key):
            if self.condition(when).holds is Holds.ALWAYS:
                said = value
        return said

    def _access(self, tags: Mapping[str, str]) -> str | None:
        """Return what the most specific access tag says, or what it says to those who deliver."""
        for key in reversed(self.access_keys):
            for value, when in conditionals(tags, key):
                met = self.condition(when)
                if met.holds is Holds.ALWAYS:
                    is_for = met.purpose and value not in self.closed_access
                    return met.purpose if is_for else value
            if key in tags:
                return first_value(tags[key])
        return None

    def _is_open_along(self, tags: Mapping[str, str], way: str) -> bool:
        """Tell whether no sign closes a road in one of its directions."""
        for key in reversed(self.access_keys):
            said = self._said(tags, f"{key}:{way}")
            if said:
                return first_value(said) not in self.closed_access
        return True

    def _fits(self, tags: Mapping[str, str]) -> bool:
        size = self.size
        if size.hazmat and tags.get("hazmat") in {"no", "destination"}:
            return False
        owned = (
            *((size.weight_t, parse_tonnes), (size.weight_t, parse_tonnes)),
            (size.axle_t, parse_tonnes),
            *((one, parse_metres) for one in (size.height_m, size.width_m, size.length_m)),
        )
        return not any(
            own > limit
            for key, (own, parse) in zip(_LIMITS, owned, strict=True)
            if own and (limit := parse(self._said(tags, key))) is not None
        )

    def _ferry_kmh(
        self, tags: Mapping[str, str], access: str | None, length_m: float
    ) -> float | None:
        """Return the speed of a ferry that takes this traveller aboard, boarding included."""
        if not self.ferry_kmh or (access is None and "foot" not in self.access_keys):
            return None
        duration_s = parse_duration_s(tags.get("duration", ""))
        if duration_s and length_m:
            return length_m / duration_s * 3.6
        return self.ferry_kmh

    def _limited(self, kmh: float, limit: str) -> float:
        limit_kmh = parse_maxspeed(limit)
        if not self.maxspeed_factor or limit_kmh is None:
            return kmh
        return min(limit_kmh * self.maxspeed_factor, self.top_kmh)
