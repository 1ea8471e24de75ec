"""``plan.json``: the whole plan for programs, in a form that a schema fixes."""

import json
from collections.abc import Iterable
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.resources import files
from typing import Any

from doorstep.kernel import Point, TimeWindow
from doorstep.planning.model import Plan, PlannedRoute, PlannedStop, UnassignedShipment

PLAN_VERSION = 1
"""Of the form; raised when a reader of the former one would misread it."""


def plan_schema() -> dict[str, Any]:
    """Return the JSON Schema of ``plan.json``."""
    text = files(__package__).joinpath("plan.schema.json").read_text("utf-8")
    schema: dict[str, Any] = json.loads(text)
    return schema


def to_json(plan: Plan) -> str:
    """Return the plan as JSON; the same plan is always the same text."""
    return json.dumps(plan_document(plan), ensure_ascii=False, indent=1) + "\n"


def plan_document(plan: Plan) -> dict[str, Any]:
    """Return the plan as the JSON values of ``plan.json``."""
    return {
        "version": PLAN_VERSION,
        "service_on": plan.service_on.isoformat(),
        "timezone": plan.timezone,
        "currency": plan.currency,
        "cost_minor": plan.cost_minor,
        "distance_m": plan.distance_m,
        "duration_s": plan.duration_s,
        "co2e_g": plan.co2e_g,
        "co2e_cost_minor": plan.co2e_cost_minor,
        "extra_visits": plan.extra_visits,
        "extra_visits_cost_minor": plan.extra_visits_cost_minor,
        "routes": [_route(route) for route in plan.routes],
        "unassigned": [_unassigned(left) for left in plan.unassigned],
    }


def _route(route: PlannedRoute) -> dict[str, Any]:
    depot = route.depot
    return {
        "vehicle": route.vehicle,
        "driver": route.driver,
        "color": route.color,
        "depot": {"name": depot.name, "address": depot.address, **_place(depot.location)},
        "start_at": utc_text(route.start_at),
        "end_at": utc_text(route.end_at),
        "distance_m": route.distance_m,
        "duration_s": route.duration_s,
        "cost_minor": route.cost_minor,
        "co2e_g": route.co2e_g,
        "co2e_cost_minor": route.co2e_cost_minor,
        "extra_visits": route.extra_visits,
        "extra_visits_cost_minor": route.extra_visits_cost_minor,
        "load": {
            "weight_g": route.weight_g,
            "volume_cm3": route.volume_cm3,
            "capacity_g": route.capacity_g,
            "capacity_cm3": route.capacity_cm3,
        },
        "geometry": route.geometry,
        "breaks": [
            {
                "before_stop": rest.before_stop,
                "start_at": utc_text(rest.start_at),
                "end_at": utc_text(rest.end_at),
                "law": rest.law,
            }
            for rest in route.breaks
        ],
        "stops": [_stop(stop) for stop in route.stops],
    }


def _stop(stop: PlannedStop) -> dict[str, Any]:
    return {
        "sequence": stop.sequence,
        "kind": stop.kind,
        "reference": stop.reference,
        "recipient": stop.recipient,
        "phone": stop.phone,
        "address": stop.address,
        **_place(stop.location),
        "arrival_at": utc_text(stop.arrival_at),
        "service_start_at": utc_text(stop.service_start_at),
        "departure_at": utc_text(stop.departure_at),
        "windows": _windows(stop.windows),
        "parcels": stop.parcels,
        "weight_g": stop.weight_g,
        "volume_cm3": stop.volume_cm3,
        "note": stop.note,
        "slack_s": stop.slack_s,
    }


def _unassigned(left: UnassignedShipment) -> dict[str, Any]:
    return {
        "reference": left.reference,
        "recipient": left.recipient,
        "address": left.address,
        **_place(left.location),
        "reason": left.reason,
        "sentence": left.sentence,
        "action": left.action,
        "fixes": [asdict(fix) for fix in left.fixes],
    }


def _place(point: Point) -> dict[str, float]:
    return {"lat": round(point.lat, 6), "lon": round(point.lon, 6)}


def _windows(windows: Iterable[TimeWindow]) -> list[dict[str, str]]:
    return [
        {"early_at": utc_text(window.early_at), "late_at": utc_text(window.late_at)}
        for window in windows
    ]


def utc_text(instant: datetime) -> str:
    """Return an instant as ISO 8601 in UTC with ``Z``, to the second."""
    return instant.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
