"""The arrays that the rich search knows batteries and stations by, each field named here."""

from typing import NamedTuple

from doorstep.engine.rich.layout import Ints, Small

# Fields of a battery, by vehicle; CAPACITY is 0 where there is none.
CAPACITY, AT_START, RESERVE, LOAD_PERCENT, IS_FULL, TABLE, IS_QUICK, PAYS_TIME = range(8)
BATTERY_FIELDS = 8

# Fields of a station: its curve is rows of the table of curves; equal ones have the same number.
AT, CURVE, CURVE_END, CURVE_NUMBER = range(4)
STATION_FIELDS = 4

# Fields of a label; see ``engine.charging.Label``. PAST is the row of what was charged before.
(METRES, STATION, CAME, LEVEL, USED, FLOOR, OFFSET, LATEST, PAST, ON_LEG, COUNT, FROM, SPENT) = (
    range(13)
)
LABEL_FIELDS = 13

MOST_PAST = 4096
"""Most charges remembered while one route is looked at."""

MOST_MOVED = 512
"""Most labels at the stations of one leg."""


class Electric(NamedTuple):
    """What a search never changes of batteries and stations.

    Parameters
    ----------
    battery
        (vehicles, BATTERY_FIELDS).
    station
        (stations, STATION_FIELDS).
    curve
        (points, 2): level and seconds.
    energy
        int32, (tables, locations, locations): what legs take.
    onward
        (tables, locations): what it takes to the next station or the end.
    between
        int16, (tables, locations, locations, most): stations worth trying on a leg; -1 behind
        the last.
    """

    battery: Ints
    station: Ints
    curve: Ints
    energy: Small
    onward: Ints
    between: Small


class Charging(NamedTuple):
    """Room for looking at how one route charges.

    Parameters
    ----------
    order
        (longest,): the route without charges.
    label
        (2, MOST_LABELS + 1, LABEL_FIELDS): of the last stop and this one.
    moved
        (2, MOST_MOVED, LABEL_FIELDS): at stations of one leg.
    here
        (LABEL_FIELDS,): the label looked at.
    level
        (64,): levels to try.
    past
        (MOST_PAST, 5): charge before, leg, station, level on arrival and level.
    load
        (longest + 1,): on each leg.
    plan
        (MOST_CHARGES, 3): leg, station and seconds of the charges of one label.
    tally
        (3,): labels moved, rows of the past, and final labels.
    """

    order: Ints
    label: Ints
    moved: Ints
    here: Ints
    level: Ints
    past: Ints
    load: Ints
    plan: Ints
    tally: Ints


ROWS, PASTS, FINAL = range(3)
