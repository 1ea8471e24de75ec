"""What a driver has to do along a route, and where."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np

from doorstep.kernel import Point
from doorstep.roads.bearings import edge_bearings
from doorstep.roads.graph import CLOSED, Graph, IntArray
from doorstep.roads.instruction_words import Turn, say
from doorstep.roads.route import RoadLeg, Step
from doorstep.roads.snapping import Side

_STRAIGHT_DEG = 25.0
_SLIGHT_DEG = 50.0
_SHARP_DEG = 130.0
_ROUND_DEG = 170.0


@dataclass(frozen=True, slots=True)
class Instruction:
    """One thing to do, and how far it is to the next.

    Parameters
    ----------
    turn
        What to do.
    street
        The street one gets on to; empty where it has no name.
    point
        Where.
    distance_m, duration_s
        Until the next instruction.
    bearing_deg
        Where one sets out to, clockwise from north; 0 but for the departure.
    way_out
        Which way out of a roundabout, from 1; 0 for anything else.
    """

    turn: Turn
    street: str
    point: Point
    distance_m: int
    duration_s: int
    bearing_deg: float = 0.0
    way_out: int = 0

    def text(self, language: str) -> str:
        """Return what to say, in one of ``LANGUAGES``.

        Raises
        ------
        ValueError
            There is no such language.
        """
        return say(
            self.turn,
            language,
            street=self.street,
            bearing_deg=self.bearing_deg,
            way_out=self.way_out,
        )


@dataclass(slots=True)
class _Draft:
    """An instruction whose way to the next is still being added up."""

    turn: Turn
    street: str
    point: Point
    bearing_deg: float = 0.0
    way_out: int = 0
    metres: float = 0.0
    ms: int = 0


class Guide:
    """The streets of one profile, ready to describe routes.

    Parameters
    ----------
    graph
        The network.
    profile
        Only streets it may travel count as a choice at a junction.

    Raises
    ------
    ValueError
        There is no such profile.
    """

    def __init__(self, graph: Graph, profile: str) -> None:
        row = graph.profile_index(profile)
        self._graph = graph
        self._bearings = edge_bearings(graph)
        tail = np.column_stack([graph.edge_tail, graph.edge_head]).ravel()
        times = np.column_stack([graph.forward_ms[row], graph.backward_ms[row]]).ravel()
        leaving = np.flatnonzero((times != CLOSED) & (np.repeat(graph.edge_length_m, 2) > 0))
        leaving = leaving[np.argsort(tail[leaving], kind="stable")]
        self._leaving: IntArray = leaving.astype(np.int32)
        self._offset = np.zeros(graph.node_count + 1, dtype=np.int64)
        self._offset[1:] = np.cumsum(np.bincount(tail[leaving], minlength=graph.node_count))

    def describe(self, leg: RoadLeg, end_side: Side = Side.ON) -> list[Instruction]:
        """Return what to do along a leg, from the departure to the arrival.

        Parameters
        ----------
        leg
            From a route of this network.
        end_side
            The side of the last street the place is on, seen from the edge's tail to its head,
            as ``Snap`` has it.
        """
        if not leg.steps:
            return []
        steps = [step for step in leg.steps if self._metres(step) > 0] or list(leg.steps[:1])
        first = steps[0]
        drafts = [
            _Draft(
                Turn.DEPART,
                self._street(first),
                leg.geometry[0],
                float(self._bearings[_direction(first), 0]),
            )
        ]
        for before, step in zip([None, *steps], steps, strict=False):
            if before is not None:
                self._turn(drafts, before, step)
            drafts[-1].metres += self._metres(step)
            drafts[-1].ms += step.ms + step.turn_ms
        drafts.append(_Draft(_arrival(steps[-1], end_side), "", leg.geometry[-1]))
        return _close(drafts)

    def _turn(self, drafts: list[_Draft], before: Step, step: Step) -> None:
        """Append what to do between two streets, if there is anything to do."""
        if self._is_round(step):
            if not self._is_round(before):
                drafts.append(_Draft(Turn.ROUNDABOUT, "", self._point(step)))
            if self._is_round(before):
                drafts[-1].way_out += self._ways_out(before)
            return
        street = self._street(step)
        if self._is_round(before):
            if drafts[-1].turn is Turn.ROUNDABOUT:
                drafts[-1].way_out += 1
                drafts[-1].street = street
            return
        kind = self._kind(before, step)
        if kind is not None:
            drafts.append(_Draft(kind, street, self._point(step)))

    def _kind(self, before: Step, step: Step) -> Turn | None:
        """Return what to do at a junction, none where one just follows the street."""
        angle = step.turn_deg
        others = self._others(before, step)
        if abs(angle) >= _ROUND_DEG and before.edge == step.edge:
            return Turn.TURN_ROUND
        is_new = self._street(step) != self._street(before)
        if abs(angle) < _STRAIGHT_DEG:
            forks = [other for other in others if abs(other - angle) < _STRAIGHT_DEG * 2]
            straighter = [other for other in forks if abs(other) <= abs(angle)]
            if forks and (straighter or is_new):
                # A fork: both ways look straight on, so the side has to be said.
                return Turn.SLIGHT_LEFT if angle < min(forks) else Turn.SLIGHT_RIGHT
            return Turn.CONTINUE if is_new and self._street(step) else None
        if not others and not is_new:
            return None  # the street bends
        if not others and abs(angle) < _SLIGHT_DEG:
            return Turn.CONTINUE if self._street(step) else None
        return _by_angle(angle)

    def _others(self, before: Step, step: Step) -> list[float]:
        """Return the angles of the other ways on from the end of a street, not back."""
        here, taken = _direction(before), _direction(step)
        node = self._head(before)
        ways = self._leaving[self._offset[node] : self._offset[node + 1]]
        ways = ways[(ways != taken) & (ways // 2 != before.edge)]
        change = self._bearings[ways, 0] - self._bearings[here, 1]
        angles: list[float] = ((change + 180.0) % 360.0 - 180.0).tolist()
        return angles

    def _ways_out(self, round_step: Step) -> int:
        """Return how many streets leave a roundabout at the end of one of its pieces."""
        node = self._head(round_step)
        ways = self._leaving[self._offset[node] : self._offset[node + 1]]
        return int((~self._graph.edge_roundabout[ways // 2]).sum())

    def _is_round(self, step: Step) -> bool:
        return bool(self._graph.edge_roundabout[step.edge])

    def _head(self, step: Step) -> int:
        ends = self._graph.edge_head if step.is_forward else self._graph.edge_tail
        return int(ends[step.edge])

    def _point(self, step: Step) -> Point:
        ends = self._graph.edge_tail if step.is_forward else self._graph.edge_head
        node = int(ends[step.edge])
        return Point(float(self._graph.node_lat[node]), float(self._graph.node_lon[node]))

    def _street(self, step: Step) -> str:
        return self._graph.names[int(self._graph.edge_name[step.edge])]

    def _metres(self, step: Step) -> float:
        return float(self._graph.edge_length_m[step.edge]) * (step.end - step.start)


def _direction(step: Step) -> int:
    return 2 * step.edge + (not step.is_forward)


def _by_angle(angle: float) -> Turn:
    size = abs(angle)
    if size >= _ROUND_DEG:
        return Turn.TURN_ROUND
    left, right = next(
        pair
        for limit, pair in (
            (_SLIGHT_DEG, (Turn.SLIGHT_LEFT, Turn.SLIGHT_RIGHT)),
            (_SHARP_DEG, (Turn.LEFT, Turn.RIGHT)),
            (_ROUND_DEG, (Turn.SHARP_LEFT, Turn.SHARP_RIGHT)),
        )
        if size < limit
    )
    return right if angle > 0 else left


def _arrival(last: Step, side: Side) -> Turn:
    if side is Side.ON:
        return Turn.ARRIVE
    is_right = (side is Side.RIGHT) == last.is_forward
    return Turn.ARRIVE_RIGHT if is_right else Turn.ARRIVE_LEFT


def _close(drafts: Sequence[_Draft]) -> list[Instruction]:
    done: list[Instruction] = []
    for draft in drafts:
        one = Instruction(
            draft.turn,
            draft.street,
            draft.point,
            round(draft.metres),
            round(draft.ms / 1000),
            draft.bearing_deg,
            draft.way_out,
        )
        if done and one.turn is Turn.CONTINUE and one.street == done[-1].street:
            joined = done.pop()
            metres = joined.distance_m + one.distance_m
            one = replace(joined, distance_m=metres, duration_s=joined.duration_s + one.duration_s)
        done.append(one)
    return done
