"""``stops.csv``: one row a stop, for spreadsheets."""

import csv
import io
from datetime import datetime

from doorstep.planning.model import Plan, PlannedRoute, PlannedStop
from doorstep.plumbing.formulas import defuse

HEADER = (
    "vehicle",
    "driver",
    "sequence",
    "reference",
    "name",
    "address",
    "lat",
    "lon",
    "windows",
    "arrival",
    "service_start",
    "departure",
    "parcels",
    "weight_kg",
    "volume_l",
    "phone",
    "note",
)


def to_stops_csv(plan: Plan) -> bytes:
    """Return one row for each stop, in UTF-8 with the mark that Excel needs to see it is."""
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(HEADER)
    writer.writerows(_cells(plan, route, stop) for route in plan.routes for stop in route.stops)
    return out.getvalue().encode("utf-8-sig", "replace")


def _cells(plan: Plan, route: PlannedRoute, stop: PlannedStop) -> list[str | int]:
    def local(instant: datetime) -> str:
        return plan.local(instant).isoformat(timespec="minutes")

    windows = ";".join(f"{local(w.early_at)}/{local(w.late_at)}" for w in stop.windows)
    return [
        defuse(route.vehicle),
        defuse(route.driver),
        stop.sequence,
        defuse(stop.reference),
        defuse(stop.recipient),
        defuse(stop.address),
        f"{stop.location.lat:.6f}",
        f"{stop.location.lon:.6f}",
        windows,
        local(stop.arrival_at),
        local(stop.service_start_at),
        local(stop.departure_at),
        stop.parcels,
        f"{stop.weight_g / 1000:g}",
        f"{stop.volume_cm3 / 1000:g}",
        defuse(stop.phone),
        defuse(stop.note),
    ]
