"""Instances of Solomon and of Gehring and Homberger: vehicles, then one customer a line [1]_.

References
----------
.. [1] Solomon (1987), doi:10.1287/opre.35.2.254.
"""

from doorstep.engine.formats.errors import FormatError
from doorstep.engine.formats.instance import (
    Customers,
    Instance,
    Rounding,
    build,
    distances_between,
)
from doorstep.engine.formats.words import is_number

_VEHICLE_WORDS = 2
_CUSTOMER_WORDS = 7


def read(text: str, rounding: Rounding = Rounding.DIMACS) -> Instance:
    """Return the instance in ``text``; customer 0 is the depot.

    Raises
    ------
    FormatError
        The text is not such a file.
    """
    lines = [line.split() for line in text.splitlines() if line.strip()]
    numbers = [words for words in lines if all(is_number(word) for word in words)]
    if not numbers or len(numbers[0]) != _VEHICLE_WORDS:
        message = "The file has no line with the number of vehicles and their capacity."
        raise FormatError([message])
    vehicles, capacity = (int(float(word)) for word in numbers[0])
    customers = numbers[1:]
    if not customers or any(len(words) != _CUSTOMER_WORDS for words in customers):
        message = (
            "Each customer's line has seven numbers: number, x, y, demand, ready time, due date,"
            " service time."
        )
        raise FormatError([message])
    rows = [[float(word) for word in words] for words in customers]
    if [row[0] for row in rows] != list(range(len(rows))):
        raise FormatError(["The customers are not numbered 0, 1, 2, ... in order."])
    if any(value != int(value) for row in rows for value in row[3:]):
        raise FormatError(["Demands and times must be whole numbers."])
    return build(
        " ".join(lines[0]),
        distances_between([(row[1], row[2]) for row in rows], rounding),
        Customers(
            loads=[int(row[3]) for row in rows],
            services=[int(row[6]) for row in rows],
            windows=[(int(row[4]), int(row[5])) for row in rows],
        ),
        capacity,
        vehicles=vehicles,
        scale=rounding.scale,
    )
