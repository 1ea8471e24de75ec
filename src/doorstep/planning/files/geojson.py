"""``routes.geojson``: the routes on the roads and their stops, RFC 7946."""

import json
from collections.abc import Iterator
from typing import Any

from doorstep import roads
from doorstep.kernel import Point
from doorstep.planning.files.plan_json import utc_text
from doorstep.planning.model import Plan, PlannedRoute, PlannedStop

_LEAST_POSITIONS = 2


def to_geojson(plan: Plan) -> str:
    """Return a FeatureCollection: a line a route, a point a stop, depot and unassigned."""
    collection = {"type": "FeatureCollection", "features": list(_features(plan))}
    return json.dumps(collection, ensure_ascii=False) + "\n"


def _features(plan: Plan) -> Iterator[dict[str, Any]]:
    depots = {route.depot.name: route.depot for route in plan.routes}
    for depot in depots.values():
        names = {"kind": "depot", "name": depot.name, "address": depot.address}
        yield _feature(_point(depot.location), names)
    for route in plan.routes:
        yield _line(route)
        for stop in route.stops:
            yield _feature(_point(stop.location), _stop_properties(route, stop))
    for left in plan.unassigned:
        reasons = {
            "kind": "unassigned",
            "reference": left.reference,
            "recipient": left.recipient,
            "address": left.address,
            "reason": left.reason,
        }
        yield _feature(_point(left.location), reasons)


def _stop_properties(route: PlannedRoute, stop: PlannedStop) -> dict[str, Any]:
    return {
        "kind": "stop",
        "vehicle": route.vehicle,
        "sequence": stop.sequence,
        "reference": stop.reference,
        "recipient": stop.recipient,
        "address": stop.address,
        "arrival_at": utc_text(stop.arrival_at),
        "departure_at": utc_text(stop.departure_at),
        "parcels": stop.parcels,
        "marker-color": route.color,
    }


def _line(route: PlannedRoute) -> dict[str, Any]:
    line = [_position(point) for point in roads.decode_polyline(route.geometry)]
    # A route whose every stop is at the depot's own door has a line of no length.
    line += [_position(route.depot.location)] * (_LEAST_POSITIONS - len(line))
    properties = {
        "kind": "route",
        "vehicle": route.vehicle,
        "driver": route.driver,
        "start_at": utc_text(route.start_at),
        "end_at": utc_text(route.end_at),
        "distance_m": route.distance_m,
        "cost_minor": route.cost_minor,
        "stops": len(route.stops),
        "stroke": route.color,
    }
    return _feature({"type": "LineString", "coordinates": line}, properties)


def _feature(geometry: dict[str, Any], properties: dict[str, Any]) -> dict[str, Any]:
    return {"type": "Feature", "geometry": geometry, "properties": properties}


def _point(point: Point) -> dict[str, Any]:
    return {"type": "Point", "coordinates": _position(point)}


def _position(point: Point) -> list[float]:
    return [round(point.lon, 6), round(point.lat, 6)]
