"""Prices: of metres, paid time, overtime, lateness, times, and of who serves what."""

from doorstep.engine.rich.jit import inline, piece
from doorstep.engine.rich.layout import (
    BEGINS,
    BREAK,
    BREAK_END,
    DUE,
    FETCH,
    FIXED,
    IS_PAID,
    KEPT_BY,
    LATE_COST,
    METRES,
    MOVING,
    OVERTIME_COST,
    PER_M,
    PER_S,
    PRICE,
    PRICE_END,
    REST_S,
    ROLE,
    SERVE_COST,
    SHIFT_LATE,
    Model,
    Work,
)


@piece
def price_places(model: Model, work: Work, car: int, length: int) -> int:
    """Return what the route costs whenever it is driven."""
    cost = model.car[car, FIXED] + model.car[car, PER_M] * work.tally[METRES]
    for position in range(length):
        number = work.trial[position]
        if model.activity[number, ROLE] != FETCH:
            cost += model.activity[number, SERVE_COST]
            keeper = model.activity[number, KEPT_BY]
            if keeper >= 0 and keeper != car:
                cost += model.activity[number, MOVING]
    return cost


@piece
def price_times(model: Model, work: Work, car: int, length: int, start: int, end: int) -> int:
    """Return what the times written last cost."""
    cost = model.car[car, PER_S] * (end - start - _unpaid_s(model, work, car))
    cost += model.car[car, OVERTIME_COST] * max(0, end - model.car[car, SHIFT_LATE])
    for position in range(length):
        number = work.trial[position]
        begins = work.time[BEGINS, position]
        if model.activity[number, LATE_COST]:
            cost += model.activity[number, LATE_COST] * max(
                0, begins - model.activity[number, DUE]
            )
        for row in range(model.activity[number, PRICE], model.activity[number, PRICE_END]):
            if model.price[row, 0] <= begins <= model.price[row, 1]:
                cost += model.price[row, 2]
    return cost


@inline
def _unpaid_s(model: Model, work: Work, car: int) -> int:
    first = model.car[car, BREAK]
    unpaid_s = 0
    for taken in range(model.car[car, BREAK_END] - first):
        if work.rest_leg[taken] >= 0 and not model.rest[first + taken, IS_PAID]:
            unpaid_s += model.rest[first + taken, REST_S]
    return unpaid_s
