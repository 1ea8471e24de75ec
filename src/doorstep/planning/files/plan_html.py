"""``plan.html``: map and timeline of a plan in one file that needs nothing else."""

import html
import json
from collections.abc import Iterable
from importlib.resources import files
from typing import Any

from doorstep.kernel import Money
from doorstep.planning.files.plan_json import plan_document
from doorstep.planning.files.streets import Street
from doorstep.planning.files.words import (
    clock,
    co2e_text,
    distance_text,
    duration_text,
    windows_text,
)
from doorstep.planning.model import Plan, PlannedRoute


def to_html(plan: Plan, streets: Iterable[Street] = ()) -> str:
    """Return the page; every text of the plan is data in it, never markup.

    Parameters
    ----------
    plan
        What is shown.
    streets
        Drawn behind the routes.
    """
    page = files(__package__).joinpath("page")
    fill = {
        "title": html.escape(f"Plan for {_day(plan)}"),
        "style": page.joinpath("plan.css").read_text("utf-8"),
        "script": page.joinpath("plan.js").read_text("utf-8"),
        "data": _script_json(_data(plan, streets)),
    }
    text = page.joinpath("plan.html").read_text("utf-8")
    head, *parts = text.split("{{")
    out = [head]
    for part in parts:
        name, rest = part.split("}}", 1)
        out += [fill[name], rest]
    return "".join(out)


def _script_json(value: dict[str, Any]) -> str:
    """Return JSON that cannot end the script element it stands in."""
    text = json.dumps(value, ensure_ascii=False, separators=(",", ":"))
    for char in "<>&\u2028\u2029":
        text = text.replace(char, f"\\u{ord(char):04x}")
    # A lone half of a surrogate pair cannot be written as UTF-8.
    return text.encode("utf-8", "replace").decode("utf-8")


def _data(plan: Plan, streets: Iterable[Street]) -> dict[str, Any]:
    document = plan_document(plan)
    for route, shown in zip(plan.routes, document["routes"], strict=True):
        shown["text"] = _route_text(plan, route)
        for stop, entry in zip(route.stops, shown["stops"], strict=True):
            entry["text"] = {
                "arrival": clock(plan, stop.arrival_at),
                "start": clock(plan, stop.service_start_at),
                "departure": clock(plan, stop.departure_at),
                "windows": windows_text(plan, stop.windows) or "any time",
            }
    document["text"] = {
        "day": _day(plan),
        "cost": str(Money(plan.cost_minor, plan.currency)),
        "distance": distance_text(plan.distance_m),
        "co2e": co2e_text(plan.co2e_g),
        "duration": duration_text(plan.duration_s),
    }
    document["offset_s"] = _offset_s(plan)
    document["streets"] = [[street.rank, street.line] for street in streets]
    return document


def _route_text(plan: Plan, route: PlannedRoute) -> dict[str, str]:
    return {
        "start": clock(plan, route.start_at),
        "end": clock(plan, route.end_at),
        "cost": str(Money(route.cost_minor, plan.currency)),
        "distance": distance_text(route.distance_m),
        "co2e": co2e_text(route.co2e_g),
        "duration": duration_text(route.duration_s),
        "weight": f"{route.weight_g / 1000:,.0f} of {route.capacity_g / 1000:,.0f} kg",
        "volume": f"{route.volume_cm3 / 1000:,.0f} of {route.capacity_cm3 / 1000:,.0f} l",
    }


def _day(plan: Plan) -> str:
    return f"{plan.service_on:%A} {plan.service_on.day} {plan.service_on:%B %Y}"


def _offset_s(plan: Plan) -> int:
    """Return how far local clocks are ahead of UTC when the first route leaves."""
    if not plan.routes:
        return 0
    offset = plan.local(min(route.start_at for route in plan.routes)).utcoffset()
    return int(offset.total_seconds()) if offset else 0
