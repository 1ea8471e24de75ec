"""How fast streets are at each hour of the week: defaults by class, and what driving teaches."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from doorstep.roads.disruptions import EdgeTimes
from doorstep.roads.graph import CLOSED, FloatArray, Graph, IntArray, LongArray

WEEK_HOURS = 168
"""Hour 0 is Monday 00:00 to 01:00, local."""
_LONGEST_MS = 2**31 - 1


@dataclass(frozen=True, slots=True)
class Traffic:
    """Shares of the profile's speed by hour of the week.

    Parameters
    ----------
    name
        For people: "city".
    profiles
        Which profiles it slows down.
    classes
        Share by highway class, float64, shape (168,), above 0; a class not named is as fast as
        its profile says at any hour.
    learned
        Shares that were learned for single directed edges (twice the edge's number, one more when
        travelled back), likewise; they take the place of the class's.
    """

    name: str
    profiles: frozenset[str]
    classes: Mapping[str, FloatArray]
    learned: Mapping[int, FloatArray] = field(default_factory=dict)

    def class_shares(self, graph: Graph, profile: str, hour: int) -> FloatArray:
        """Return the share of each edge at an hour of the week by its class, shape (edges,)."""
        if profile not in self.profiles:
            return np.ones(graph.edge_count)
        by_class = np.array(
            [self.classes[name][hour] if name in self.classes else 1.0 for name in graph.classes]
        )
        shares: FloatArray = by_class[graph.edge_class]
        return shares

    def shares(self, graph: Graph, profile: str, hour: int) -> FloatArray:
        """Return the share of each directed edge at an hour of the week, shape (2 x edges,)."""
        shares: FloatArray = np.repeat(self.class_shares(graph, profile, hour), 2)
        if profile in self.profiles and self.learned:
            ways = np.fromiter(self.learned, dtype=np.int64, count=len(self.learned))
            shares[ways] = [week[hour] for week in self.learned.values()]
        return shares


def slow_down(times: EdgeTimes, shares: FloatArray) -> EdgeTimes:
    """Return times at shares of the speed; what is closed stays closed.

    Parameters
    ----------
    times
        At the full speed.
    shares
        Above 0, of each edge or of each directed edge, shape (edges,) or (2 x edges,).
    """
    edges = len(times.forward_ms)
    ahead, back = (shares, shares) if len(shares) == edges else (shares[0::2], shares[1::2])
    return EdgeTimes(
        _stretch(times.forward_ms, ahead), _stretch(times.backward_ms, back), times.lifted
    )


def learn(
    prior: FloatArray, observed: FloatArray, count: LongArray, strength: float = 20.0
) -> FloatArray:
    """Return shares between what was assumed and what was seen.

    The posterior mean of a normal logarithm with a normal prior worth ``strength`` observations:
    a few observations move little, hundreds decide.

    Parameters
    ----------
    prior
        Shares assumed so far, above 0, any shape.
    observed
        Geometric mean of the shares that were seen, above 0; anything where none were, same
        shape.
    count
        How many were seen, same shape.
    strength
        How many observations the prior is worth.

    References
    ----------
    .. [1] Gelman et al. (2013), "Bayesian Data Analysis", section 2.5.
    """
    seen = np.where(count > 0, np.log(np.where(count > 0, observed, 1.0)), 0.0)
    shares: FloatArray = np.exp((strength * np.log(prior) + count * seen) / (strength + count))
    return shares


def _stretch(times_ms: IntArray, shares: FloatArray) -> IntArray:
    slower = np.clip(np.rint(times_ms / shares), 1, _LONGEST_MS)
    return np.where(times_ms == CLOSED, CLOSED, slower).astype(np.int32)
