"""Legs: how far and how long from one node to another on a given route."""

from doorstep.engine.search.jit import inline
from doorstep.engine.search.layout import END, START, TABLE, Model


@inline
def table_of(model: Model, route: int) -> int:
    """Return where the travel table of the route's vehicle begins."""
    if model.profiles is None:
        return 0
    return model.car[route, TABLE]


@inline
def place_before(model: Model, node: int, route: int) -> int:
    """Return the place one departs from at ``node``: for a depot, the route's start."""
    if node < model.nodes:
        return node
    if model.mixed is None:
        return model.car[0, START]
    return model.car[route, START]


@inline
def place_after(model: Model, node: int, route: int) -> int:
    """Return the place one arrives at at ``node``: for a depot, the route's end."""
    if node < model.nodes:
        return node
    if model.mixed is None:
        return model.car[0, END]
    return model.car[route, END]


@inline
def metres_between(model: Model, before: int, after: int, route: int) -> int:
    """Return the metres of a leg of a route; an unused vehicle stays where it is."""
    if before >= model.nodes and after >= model.nodes:
        return 0
    here, there = place_before(model, before, route), place_after(model, after, route)
    return model.travel[model.metres + table_of(model, route) + here * model.places + there]


@inline
def seconds_between(model: Model, before: int, after: int, route: int) -> int:
    """Return the seconds of a leg of a route."""
    if before >= model.nodes and after >= model.nodes:
        return 0
    here, there = place_before(model, before, route), place_after(model, after, route)
    return model.travel[model.seconds + table_of(model, route) + here * model.places + there]
