"""Prices: of metres, paid time, overtime, lateness, times, and of who serves what."""

from doorstep.engine.rich.jit import inline, piece
from doorstep.engine.rich.layout import (
    BEGINS,
    BREAK,
    BREAK_END,
    DUE,
    FAIR_S,
    FAIR_STOPS,
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
    RELOAD,
    ROLE,
    SERVE_COST,
    SHIFT_LATE,
    START,
    UNEVEN_S,
    UNEVEN_STOP,
    Model,
    Work,
)
from doorstep.engine.rich.rules.breaks import length_on
from doorstep.engine.rich.rules.legs import place_of
from doorstep.engine.rich.rules.visits import visit_cost


@piece
def price_places(model: Model, work: Work, car: int, length: int) -> int:
    """Return what the route costs whenever it is driven."""
    cost = model.car[car, FIXED] + model.car[car, PER_M] * work.tally[METRES]
    stops, here = 0, model.car[car, START]
    for position in range(length):
        number = work.trial[position]
        stops += model.activity[number, ROLE] < RELOAD
        there = place_of(model, car, number)
        cost += visit_cost(model, number, here != there)
        here = there
        if model.activity[number, ROLE] != FETCH:
            cost += model.activity[number, SERVE_COST]
            keeper = model.activity[number, KEPT_BY]
            if keeper >= 0 and keeper != car:
                cost += model.activity[number, MOVING]
    return cost + uneven_stops_cost(model, car, stops)


@piece
def price_times(model: Model, work: Work, car: int, length: int, start: int, end: int) -> int:
    """Return what the times written last cost."""
    cost = model.car[car, PER_S] * (end - start - _unpaid_s(model, work, car))
    cost += model.car[car, OVERTIME_COST] * max(0, end - model.car[car, SHIFT_LATE])
    cost += uneven_time_cost(model, car, end - start)
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
def uneven_time_cost(model: Model, car: int, seconds: int) -> int:
    """Return what it costs that a route takes longer than a fair share."""
    return model.car[car, UNEVEN_S] * max(0, seconds - model.car[car, FAIR_S])


@inline
def uneven_stops_cost(model: Model, car: int, stops: int) -> int:
    """Return what it costs that a route has more stops than a fair share."""
    return model.car[car, UNEVEN_STOP] * max(0, stops - model.car[car, FAIR_STOPS])


@inline
def _unpaid_s(model: Model, work: Work, car: int) -> int:
    first = model.car[car, BREAK]
    unpaid_s = 0
    for taken in range(model.car[car, BREAK_END] - first):
        if work.rest_leg[taken] >= 0 and not model.rest[first + taken, IS_PAID]:
            unpaid_s += length_on(model, work, car, first + taken, work.rest_leg[taken])
    return unpaid_s
