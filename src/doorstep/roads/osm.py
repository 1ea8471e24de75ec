"""What the builder takes from OpenStreetMap: ways, barriers and turn restrictions."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from doorstep.kernel import Point


@dataclass(frozen=True, slots=True)
class Way:
    """A tagged line through numbered points, as OpenStreetMap has it."""

    nodes: tuple[int, ...]
    points: tuple[Point, ...]
    tags: Mapping[str, str]
    number: int = 0


@dataclass(frozen=True, slots=True)
class Restriction:
    """A turn that is forbidden, or the only one allowed.

    Parameters
    ----------
    is_only
        Whether all other turns are forbidden, instead of this one.
    from_ways, to_ways
        Numbers of the ways it leads from and to; several where a sign is for all of them.
    via_node
        The point it is at, or none when it leads through ways.
    via_ways
        The ways it leads through, in order.
    is_u_turn
        Whether it is about turning round.
    mode
        The access key it is for ("hgv"), empty for all.
    exempt
        Access keys it is not for ("bicycle").
    when
        The condition under which it holds, as tagged; empty: always.
    """

    is_only: bool
    from_ways: tuple[int, ...]
    to_ways: tuple[int, ...]
    via_node: int | None = None
    via_ways: tuple[int, ...] = ()
    is_u_turn: bool = False
    mode: str = ""
    exempt: frozenset[str] = frozenset()
    when: str = ""


@dataclass(frozen=True, slots=True)
class Rules:
    """What is said beside the ways themselves: tags of barrier points, and restrictions."""

    barriers: Mapping[int, Mapping[str, str]] = field(default_factory=dict)
    restrictions: Sequence[Restriction] = ()
