"""Instances of Li and Lim: pick-ups and deliveries with windows, in double precision [1]_.

References
----------
.. [1] Li and Lim (2001), doi:10.1109/ICTAI.2001.974461; larger ones published by SINTEF.
"""

import numpy as np

from doorstep.engine.formats.errors import FormatError
from doorstep.engine.formats.instance import Instance
from doorstep.engine.formats.words import is_number
from doorstep.engine.parts import IntMatrix, Pickup, Profile, Shipment, Vehicle, Window
from doorstep.engine.problem import Problem

SCALE = 1000
"""Distances and times are counted in thousandths, rounded: a leg is off by half of one at most."""

_HEAD_WORDS = 3
_TASK_WORDS = 9


def read(text: str) -> Instance:
    """Return the instance in ``text``: a shipment for each pair, named by its delivery's number.

    Raises
    ------
    FormatError
        The text is not such a file.
    """
    lines = [line.split() for line in text.splitlines() if line.strip()]
    if not lines or not all(is_number(word) for words in lines for word in words):
        raise FormatError(["The file is not numbers only."])
    head, tasks = lines[0], lines[1:]
    if len(head) != _HEAD_WORDS or not tasks or any(len(words) != _TASK_WORDS for words in tasks):
        message = (
            "The first line has vehicles, capacity and speed; each other one nine numbers: number,"
            " x, y, demand, earliest, latest, service, pick-up, delivery."
        )
        raise FormatError([message])
    rows = np.array([[float(word) for word in words] for words in tasks])
    if list(rows[:, 0]) != list(range(len(rows))):
        raise FormatError(["The tasks are not numbered 0, 1, 2, ... in order."])
    try:
        return _build(int(float(head[0])), int(float(head[1])), rows)
    except ValueError as error:
        raise FormatError(str(error).splitlines()) from error


def _build(
    vehicles: int, capacity: int, rows: "np.ndarray[tuple[int, int], np.dtype[np.float64]]"
) -> Instance:
    lengths = _measure(rows[:, 1], rows[:, 2])
    windows = [Window(round(row[4] * SCALE), round(row[5] * SCALE)) for row in rows]
    services = [round(row[6] * SCALE) for row in rows]
    shipments = []
    for delivery, row in enumerate(rows):
        pickup = int(row[7])
        if delivery == 0 or pickup == 0:
            continue
        if not 0 < pickup < len(rows) or int(rows[pickup, 8]) != delivery:
            raise FormatError([f"Task {delivery} and its pick-up {pickup} do not fit together."])
        shipments.append(
            Shipment(
                name=str(delivery),
                location=delivery,
                load=(int(rows[pickup, 3]),),
                windows=(windows[delivery],),
                service_s=services[delivery],
                pickup=Pickup(pickup, (windows[pickup],), services[pickup]),
            )
        )
    cars = tuple(
        Vehicle(str(number), 0, 0, 0, windows[0], (capacity,), cost_per_m=1)
        for number in range(1, vehicles + 1)
    )
    profile = Profile("distance", lengths, lengths)
    return Instance("", Problem((profile,), cars, tuple(shipments), ("demand",)), SCALE)


def _measure(
    x: "np.ndarray[tuple[int], np.dtype[np.float64]]",
    y: "np.ndarray[tuple[int], np.dtype[np.float64]]",
) -> IntMatrix:
    lengths = np.empty((len(x), len(x)), dtype=np.int32)
    for row in range(len(x)):
        lengths[row] = np.rint(np.hypot(x - x[row], y - y[row]) * SCALE)
    return lengths
