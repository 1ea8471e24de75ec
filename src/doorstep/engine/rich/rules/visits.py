"""Coming to a door: what it costs where the vehicle does not come from the same place."""

from doorstep.engine.rich.jit import inline
from doorstep.engine.rich.layout import FROM, TO, VISIT, Ints, Model


@inline
def visit_cost(model: Model, number: int, is_new_door: bool) -> int:
    """Return what coming to an activity costs."""
    return model.activity[number, VISIT] if is_new_door else 0


@inline
def spread_cost(
    model: Model, sequence: Ints, length: int, along: Ints, position: int, here: int
) -> int:
    """Return what coming to the stop at a position costs more when it is from ``here``."""
    if position >= length:
        return 0
    there, number = along[position, TO], sequence[position]
    before = visit_cost(model, number, along[position, FROM] != there)
    return visit_cost(model, number, here != there) - before


@inline
def added_visits(
    model: Model,
    sequence: Ints,
    length: int,
    along: Ints,
    position: int,
    number: int,
    there: int,
) -> int:
    """Return what an activity before the stop at a position adds, and what it spares it."""
    cost = visit_cost(model, number, along[position, FROM] != there)
    return cost + spread_cost(model, sequence, length, along, position, there)
