"""Recreate: put loose shipments back, each at its cheapest place, in one of several orders."""

from doorstep.engine.rich.chance import draw_below, draw_unit
from doorstep.engine.rich.jit import piece
from doorstep.engine.rich.layout import (
    AFTER,
    AFTER_END,
    CHOICE,
    HUGE,
    NEVER,
    PLACE,
    PROFILE,
    START,
    WINDOW,
    WINDOW_END,
    Model,
    Work,
)
from doorstep.engine.rich.places import find_place, write_trial
from doorstep.engine.rich.routes import (
    CAR,
    FIRST,
    FORM,
    LOOSE,
    SECOND,
    Routes,
    write_route,
)

DISCOUNT_SHARE = 0.3
"""Share of rounds in which a vehicle goes out for part of its price."""

_LARGE, _FAR, _NEAR, _URGENT, _EARLY = range(5)


@piece
def recreate(
    model: Model,
    work: Work,
    routes: Routes,
    most: int,
    blink: float,
    allowed: int,
    is_gathered: bool,
) -> bool:
    """Put back what fits and pays; what must come after others waits for a second round.

    Gives up with False as soon as that costs more than ``allowed``: who comes later makes a plan
    cheaper only where a detour saves way. With ``is_gathered`` the first of whom no vehicle passes
    by gets one.
    """
    _sort(model, routes, draw_below(routes.bits, 6))
    discount = 1.0
    if is_gathered:
        discount = 0.0
    elif draw_unit(routes.bits) < DISCOUNT_SHARE:
        discount = draw_unit(routes.bits)
    for _ in range(2):
        for at in range(routes.tally[LOOSE]):
            shipment = routes.loose[at]
            added, is_out = put_back(model, work, routes, shipment, most, blink, discount)
            allowed -= added
            if allowed < 0:
                return False
            if is_out and is_gathered:
                discount = 1.0
    return True


@piece
def put_back(
    model: Model,
    work: Work,
    routes: Routes,
    shipment: int,
    most: int,
    blink: float,
    discount: float,
) -> tuple[int, bool]:
    """Put a shipment at its cheapest place, if that costs less than its prize.

    Return what that adds to the costs of routes, and whether a vehicle goes out. With a
    ``discount`` one goes out for whom alone it would not: others may join.
    """
    if routes.where[shipment] >= 0 or not _may_be_served(model, routes, shipment):
        return 0, False
    found = find_place(model, work, routes, shipment, most, blink)
    if found >= HUGE:
        return 0, False
    car = routes.chosen[CAR]
    is_out = routes.length[car] == 0
    if found * (discount if is_out else 1.0) >= model.prize[shipment]:
        return 0, False
    length = write_trial(
        model,
        work,
        routes,
        car,
        shipment,
        routes.chosen[FIRST],
        routes.chosen[SECOND],
        routes.chosen[FORM],
    )
    write_route(model, work, routes, car, length, routes.cost[car] + found)
    return found, is_out


@piece
def _may_be_served(model: Model, routes: Routes, shipment: int) -> bool:
    choice = model.activity[shipment, CHOICE]
    if choice >= 0 and routes.choice_count[choice] > 0:
        return False
    for row in range(model.activity[shipment, AFTER], model.activity[shipment, AFTER_END]):
        if routes.where[model.after[row]] < 0:
            return False
    return True


@piece
def _sort(model: Model, routes: Routes, order: int) -> None:
    """Sort the loose shipments: at random, or by load, distance or windows."""
    profile, depot = model.car[0, PROFILE], model.car[0, START]
    for at in range(routes.tally[LOOSE]):
        shipment = routes.loose[at]
        away = model.distance_m[profile, depot, model.activity[shipment, PLACE]]
        first, last = model.activity[shipment, WINDOW], model.activity[shipment, WINDOW_END]
        if order == _LARGE and model.load.shape[2] > 0:
            routes.key[at] = -model.load[shipment, 0, 0]
        elif order == _FAR:
            routes.key[at] = -away
        elif order == _NEAR:
            routes.key[at] = away
        elif order == _URGENT:
            routes.key[at] = (
                model.window[last - 1, 1] - model.window[first, 0] if first < last else NEVER
            )
        elif order == _EARLY:
            routes.key[at] = model.window[first, 0] if first < last else NEVER
        else:
            routes.key[at] = draw_below(routes.bits, 1 << 30)
    for at in range(1, routes.tally[LOOSE]):
        key, shipment = routes.key[at], routes.loose[at]
        to = at
        while to > 0 and routes.key[to - 1] > key:
            routes.key[to] = routes.key[to - 1]
            routes.loose[to] = routes.loose[to - 1]
            to -= 1
        routes.key[to] = key
        routes.loose[to] = shipment
