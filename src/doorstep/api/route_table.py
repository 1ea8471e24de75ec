"""Finds the route of a request by a look-up instead of by trying one route after the other.

FastAPI tries every route, and twice where routers are included in each other. The table stands
before them and knows each by its method and its address. It hands a request to what FastAPI
itself has made of the route, so nothing of a route is said twice: who may call it, what it takes,
how it answers. Whatever it does not know, be it another method, a slash too many, a page or
nothing at all, is left to FastAPI.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from operator import itemgetter
from typing import NoReturn

from fastapi.routing import APIRoute, RouteContext, iter_route_contexts
from starlette.convertors import StringConvertor
from starlette.routing import BaseRoute, Match, NoMatchFound, Route
from starlette.types import ASGIApp, Receive, Scope, Send

RAISED = "doorstep.raised"
"""Where a request's scope says what went wrong before; its route answers so, and does nothing."""
_APP = "doorstep.route_app"
"""Where a request's scope says what answers it, between matching and handling."""


@dataclass(frozen=True, slots=True)
class _Known:
    """A route as FastAPI has made it; without ``app``, FastAPI itself must look."""

    place: int
    route: Route
    names: tuple[str, ...]
    app: ASGIApp | None


class _Shape:
    """Addresses of as many parts, of which the same ones are filled in by each request."""

    def __init__(self, filled: tuple[int, ...]) -> None:
        self.filled = filled
        self._known: dict[tuple[str, ...], _Known] = {}

    def add(self, parts: Sequence[str], known: _Known) -> None:
        """Remember a route, unless an earlier one has its address."""
        self._known.setdefault(self._fixed(parts), known)

    def find(self, parts: Sequence[str]) -> _Known | None:
        """Return the route of an address, or none."""
        known = self._known.get(self._fixed(parts))
        return known if known is not None and all(parts[at] for at in self.filled) else None

    def _fixed(self, parts: Sequence[str]) -> tuple[str, ...]:
        return tuple([part for at, part in enumerate(parts) if at not in self.filled])


class RouteTable(BaseRoute):
    """Answers as the first of ``routes`` would that fits a request; put it before them."""

    def __init__(self, routes: Sequence[BaseRoute]) -> None:
        self._shapes: dict[tuple[str, int], list[_Shape]] = {}
        for place, context in enumerate(iter_route_contexts(routes)):
            route = context.original_route
            if not isinstance(route, Route):
                # Files may answer any address: what comes after them is not for the table.
                break
            self._learn(place, route, context)

    def _learn(self, place: int, route: Route, context: RouteContext) -> None:
        parts = (context.path_format or "").split("/")
        filled = tuple(at for at, part in enumerate(parts) if "{" in part)
        is_plain = (
            isinstance(route, APIRoute)
            and all(parts[at][0] + parts[at][-1] == "{}" for at in filled)
            and all(type(one) is StringConvertor for one in context.param_convertors.values())
        )
        names = tuple(parts[at][1:-1] for at in filled)
        known = _Known(place, route, names, context.app if is_plain else None)
        for method in context.methods or ():
            shapes = self._shapes.setdefault((method, len(parts)), [])
            shape = next((one for one in shapes if one.filled == filled), None)
            if shape is None:
                shape = _Shape(filled)
                shapes.append(shape)
            shape.add(parts, known)

    def matches(self, scope: Scope) -> tuple[Match, Scope]:
        """Find the first route that fits the method and the address of a request."""
        if scope["type"] != "http" or scope.get("root_path"):
            return Match.NONE, {}
        parts = scope["path"].split("/")
        found = [
            (known.place, known, shape.filled)
            for shape in self._shapes.get((scope["method"], len(parts)), ())
            if (known := shape.find(parts)) is not None
        ]
        if not found:
            return Match.NONE, {}
        _, known, filled = min(found, key=itemgetter(0))
        if known.app is None:
            return Match.NONE, {}
        return Match.FULL, {
            "endpoint": known.route.endpoint,
            "path_params": {name: parts[at] for name, at in zip(known.names, filled, strict=True)},
            "route": known.route,
            _APP: known.app,
        }

    async def handle(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let the route that was found answer."""
        if RAISED in scope:
            raise scope[RAISED]
        app: ASGIApp = scope.pop(_APP)
        await app(scope, receive, send)

    def url_path_for(self, name: str, /, **path_params: object) -> NoReturn:
        """Leave it to the routes themselves to say where they are."""
        raise NoMatchFound(name, path_params)
