"""Which stations are worth a visit between two locations."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt

from doorstep.engine.electric import LARGEST_ENERGY, METRES_PER_KM, Battery, Station
from doorstep.engine.parts import Profile

Ints = npt.NDArray[np.int64]

MOST_BETWEEN = 6
"""Most stations looked at on one leg: the nearest, and those that lead around least."""

NOWHERE = -1


def leg_energies(profile: Profile, battery: Battery) -> Ints:
    """Return what each leg takes of an empty vehicle's battery, [from, to]; 0 where none is."""
    if profile.energy is not None:
        return np.maximum(0, profile.energy.astype(np.int64))
    metres = np.maximum(0, profile.distance_m.astype(np.int64))
    return -(-metres * battery.per_km // METRES_PER_KM)


def list_between(
    profile: Profile,
    energies: Ints,
    stations: Sequence[Station],
    here: int,
    theres: Sequence[int],
) -> Ints:
    """Return the stations worth trying from a location to others: the nearest comes first.

    Another station beats one when it charges alike and neither it nor the way on is farther, takes
    longer or more energy. O(others x stations squared).

    Returns
    -------
    Ints
        Shape (others, at most ``MOST_BETWEEN``); ``NOWHERE`` behind the last.
    """
    where = np.array([station.location for station in stations], dtype=np.int64)
    after = np.array(theres, dtype=np.int64)
    to_m, on_m = _both_legs(profile.distance_m, here, where, after)
    to_s, on_s = _both_legs(profile.duration_s, here, where, after)
    to_e, on_e = _both_legs(energies, here, where, after)
    is_there = (to_s[:, None] >= 0) & (on_s >= 0)
    around = to_m[:, None] + on_m
    for number, one in enumerate(stations):
        for other_number, other in enumerate(stations):
            if number == other_number or one.curve != other.curve:
                continue
            measures = (
                (around[other_number], around[number]),
                (to_e[other_number], to_e[number]),
                (on_e[other_number], on_e[number]),
                (to_s[other_number], to_s[number]),
                (on_s[other_number], on_s[number]),
            )
            beats = is_there[other_number].copy()
            equal = np.ones(len(after), dtype=bool)
            for theirs, mine in measures:
                beats &= theirs <= mine
                equal &= theirs == mine
            if other_number > number:
                beats &= ~equal  # of equal ones the first stays
            is_there[number] &= ~beats
    most = min(MOST_BETWEEN, len(stations))
    farthest = np.iinfo(np.int64).max
    ranked = np.where(is_there, around, farthest)
    near = np.argmin(np.where(is_there, to_e[:, None], farthest), axis=0)
    ranked[near, np.arange(len(after))] = np.where(
        is_there[near, np.arange(len(after))], -1, farthest
    )
    order = np.argsort(ranked, axis=0, kind="stable")[:most]
    order = np.where(np.take_along_axis(is_there, order, axis=0), order, NOWHERE)
    return order.T


def list_onward(profile: Profile, energies: Ints, stations: Sequence[Station], end: int) -> Ints:
    """Return what it takes at least from each location to a station or the end."""
    least = np.where(profile.duration_s[:, end] < 0, LARGEST_ENERGY, energies[:, end])
    for station in stations:
        at = station.location
        reached = np.where(profile.duration_s[:, at] < 0, LARGEST_ENERGY, energies[:, at])
        least = np.minimum(least, reached)
    return least


def _both_legs(
    matrix: "npt.NDArray[np.int32] | Ints", here: int, where: Ints, after: Ints
) -> tuple[Ints, Ints]:
    """Return from ``here`` to each station, and from each station to each of ``after``."""
    return (
        matrix[here, where].astype(np.int64),
        matrix[np.ix_(where, after)].astype(np.int64),
    )
