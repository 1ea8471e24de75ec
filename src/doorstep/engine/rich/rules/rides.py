"""Rides: goods on board for a limited time make their pick-up wait; see ``engine.timing``."""

from doorstep.engine.rich.jit import piece
from doorstep.engine.rich.layout import (
    BEGINS,
    BREAK,
    BREAK_END,
    BRING,
    FLOOR,
    LEAVES,
    NEVER,
    PARTNER,
    RIDE,
    ROLE,
    STAY,
    WINDOW,
    WINDOW_END,
    Model,
    Work,
)
from doorstep.engine.rich.rules.breaks import place_breaks, walk_legs


@piece
def has_rides(model: Model, work: Work, length: int) -> bool:
    """Tell whether some goods of the route may ride for a limited time only."""
    for position in range(length):
        if model.activity[work.trial[position], RIDE] < NEVER:
            return True
    return False


@piece
def walk(model: Model, work: Work, car: int, length: int, start: int) -> int:
    """Write the earliest times of the route leaving at ``start``; return its end or NEVER."""
    rounds = 0
    for position in range(length):
        number = work.trial[position]
        work.time[FLOOR, position] = -NEVER
        rounds += 1 + model.activity[number, WINDOW_END] - model.activity[number, WINDOW]
    end = _walk_once(model, work, car, length, start)
    if end >= NEVER or not has_rides(model, work, length):
        return end
    for _ in range(rounds):
        if not _raise_floors(model, work, length):
            return end
        end = _walk_once(model, work, car, length, start)
        if end >= NEVER:
            return NEVER
    return NEVER if _raise_floors(model, work, length) else end


@piece
def _walk_once(model: Model, work: Work, car: int, length: int, start: int) -> int:
    if model.car[car, BREAK] < model.car[car, BREAK_END] and not place_breaks(
        model, work, car, length, start
    ):
        return NEVER
    return walk_legs(model, work, car, length, start)


@piece
def _raise_floors(model: Model, work: Work, length: int) -> bool:
    """Have the pick-up of what rides too long begin later; False when nothing does."""
    is_raised = False
    for delivery in range(length):
        number = work.trial[delivery]
        if model.activity[number, ROLE] != BRING or model.activity[number, RIDE] >= NEVER:
            continue
        for pickup in range(delivery - 1, -1, -1):
            if work.trial[pickup] == model.activity[number, PARTNER]:
                leaves = work.time[BEGINS, delivery] - model.activity[number, RIDE]
                if work.time[LEAVES, pickup] < leaves:
                    work.time[FLOOR, pickup] = leaves - work.time[STAY, pickup]
                    is_raised = True
                break
    return is_raised
