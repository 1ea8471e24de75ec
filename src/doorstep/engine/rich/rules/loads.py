"""Loads: nowhere on its route is a vehicle fuller than it can be."""

from doorstep.engine.rich.jit import piece
from doorstep.engine.rich.layout import (
    BRING,
    FETCH,
    INBOUND,
    OUTBOUND,
    RELOAD,
    ROLE,
    Model,
    Work,
)


@piece
def has_room(model: Model, work: Work, car: int, length: int) -> bool:
    """Follow each dimension of the load along the route, in O(length x dimensions)."""
    for dimension in range(model.load.shape[2]):
        most = model.car_load[car, 0, dimension]
        on_board = model.car_load[car, 1, dimension]
        going, first = _going(model, work, 0, length, dimension)
        back = 0
        if on_board + going > most:
            return False
        for position in range(length):
            number = work.trial[position]
            role = model.activity[number, ROLE]
            amount = model.load[number, 0, dimension]
            if role == RELOAD:
                going, first = _going(model, work, first, length, dimension)
                back = 0
            elif role == OUTBOUND:
                going -= amount
            elif role == INBOUND:
                back += amount
            elif role == FETCH:
                on_board += amount
            elif role == BRING:
                on_board -= amount
            if role != FETCH:
                back += model.load[number, 1, dimension]
            if on_board + going + back > most:
                return False
    return True


@piece
def _going(model: Model, work: Work, first: int, length: int, dimension: int) -> tuple[int, int]:
    """Return what a trip takes from the depot, and where the next trip begins."""
    going = 0
    for position in range(first, length):
        number = work.trial[position]
        role = model.activity[number, ROLE]
        if role == RELOAD:
            return going, position + 1
        if role == OUTBOUND:
            going += model.load[number, 0, dimension]
    return going, length
