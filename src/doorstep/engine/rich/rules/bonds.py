"""Pairs, order, choices, goods apart and trips: what a route may hold and in which order."""

from doorstep.engine.rich.jit import piece
from doorstep.engine.rich.layout import (
    AFTER,
    AFTER_END,
    BRING,
    FETCH,
    GOODS,
    IS_LIFO,
    LOOKS,
    MAX_STOPS,
    MAX_TRIPS,
    NOT_WITH,
    PARTNER,
    RELOAD,
    ROLE,
    SHIPMENT,
    Model,
    Work,
)


@piece
def keeps_bonds(model: Model, work: Work, car: int, length: int) -> bool:
    """Tell whether every rule that neither times nor loads matter to is kept, in O(length)."""
    activity = model.activity
    work.tally[LOOKS] += 1
    look = work.tally[LOOKS]
    on_board, stops, trips = 0, 0, 1
    goods, unwanted = 0, 0
    for position in range(length):
        number = work.trial[position]
        role = activity[number, ROLE]
        if role == RELOAD:
            trips += 1
            goods, unwanted = 0, 0
            continue
        stops += 1
        if model.allowed[car, activity[number, SHIPMENT]] == 0:
            return False
        if role == FETCH:
            work.stack[on_board] = number
            on_board += 1
        elif role == BRING:
            at = on_board - 1
            while at >= 0 and work.stack[at] != activity[number, PARTNER]:
                at -= 1
            if at < 0 or (model.car[car, IS_LIFO] and at != on_board - 1):
                return False
            on_board -= 1
            for later in range(at, on_board):
                work.stack[later] = work.stack[later + 1]
        if role != BRING:
            if goods & activity[number, NOT_WITH] or unwanted & activity[number, GOODS]:
                return False
            goods |= activity[number, GOODS]
            unwanted |= activity[number, NOT_WITH]
        if role != FETCH:
            for row in range(activity[number, AFTER], activity[number, AFTER_END]):
                if work.mark[model.after[row]] != look:
                    return False
            work.mark[number] = look
    return (
        on_board == 0 and stops <= model.car[car, MAX_STOPS] and trips <= model.car[car, MAX_TRIPS]
    )
