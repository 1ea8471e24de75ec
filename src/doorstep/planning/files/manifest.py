"""``manifest.pdf``: for each driver the stops of the route, with a barcode for each."""

import json
from datetime import UTC, datetime
from importlib.resources import as_file, files
from typing import Any

from doorstep.planning.files.words import (
    break_text,
    clock,
    distance_text,
    duration_text,
    windows_text,
)
from doorstep.planning.model import Plan, PlannedRoute, PlannedStop

# What the fonts of the package can write. Other scripts take the machine's own fonts, which
# costs a search of its font folders.
_LAST_KNOWN = 0x1EFF
_PUNCTUATION = range(0x2000, 0x2300)


def to_manifest(plan: Plan) -> bytes:
    """Return a PDF in which each route begins on a page of its own."""
    return _compile(plan, "pdf")[0]


def manifest_pictures(plan: Plan, ppi: float = 100) -> list[bytes]:
    """Return the pages of the manifest as PNG pictures."""
    return _compile(plan, "png", ppi)


def barcode_svg(reference: str) -> str:
    """Return a QR code of a reference; it takes any script, and phones read it unaided."""
    import zxingcpp  # noqa: PLC0415 -- with the first document

    svg: str = zxingcpp.create_barcode(reference, zxingcpp.BarcodeFormat.QRCode).to_svg()
    return svg


def _compile(plan: Plan, form: str, ppi: float | None = None) -> list[bytes]:
    import typst  # noqa: PLC0415 -- with the first document

    data = json.dumps(_document(plan), ensure_ascii=False)
    package = files(__package__)
    with as_file(files("doorstep.plumbing") / "fonts") as fonts:
        known = _is_known_script(data)
        compiled = typst.Compiler(
            package.joinpath("manifest.typ").read_bytes(),
            font_paths=typst.Fonts(include_system_fonts=not known, font_paths=[str(fonts)]),
            sys_inputs={"data": data},
        ).compile(
            format=form,  # type: ignore[arg-type]  # a literal that the callers above give
            ppi=ppi,
            # The same plan is the same file.
            timestamp=datetime.combine(plan.service_on, datetime.min.time(), UTC),
        )
    if isinstance(compiled, bytes):
        return [compiled]
    return list(compiled or [])


def _is_known_script(text: str) -> bool:
    return all(ord(char) <= _LAST_KNOWN or ord(char) in _PUNCTUATION for char in text)


def _document(plan: Plan) -> dict[str, Any]:
    return {
        "service_on": f"{plan.service_on:%A} {plan.service_on.day} {plan.service_on:%B %Y}",
        "timezone": plan.timezone,
        "routes": [_route(plan, route) for route in plan.routes],
    }


def _route(plan: Plan, route: PlannedRoute) -> dict[str, Any]:
    return {
        "vehicle": route.vehicle,
        "driver": route.driver,
        "color": route.color,
        "depot": route.depot.name,
        "depot_address": route.depot.address,
        "start": clock(plan, route.start_at),
        "end": clock(plan, route.end_at),
        "totals": [
            ["Stops", str(len(route.stops))],
            ["Parcels", str(route.parcels)],
            ["Weight", f"{route.weight_g / 1000:,.0f} / {route.capacity_g / 1000:,.0f} kg"],
            ["Volume", f"{route.volume_cm3 / 1000:,.0f} / {route.capacity_cm3 / 1000:,.0f} l"],
            ["Distance", distance_text(route.distance_m)],
            ["Time", duration_text(route.duration_s)],
        ],
        "stops": [_stop(plan, stop) for stop in route.stops],
        "breaks": [
            {
                "before_stop": rest.before_stop,
                "start": clock(plan, rest.start_at),
                "text": break_text(rest),
            }
            for rest in route.breaks
        ],
    }


def _stop(plan: Plan, stop: PlannedStop) -> dict[str, Any]:
    return {
        "sequence": stop.sequence,
        "reference": stop.reference,
        "recipient": stop.recipient,
        "phone": stop.phone,
        "address": stop.address or f"{stop.location.lat:.6f}, {stop.location.lon:.6f}",
        "windows": windows_text(plan, stop.windows),
        "arrival": clock(plan, stop.service_start_at),
        "parcels": stop.parcels,
        "weight": f"{stop.weight_g / 1000:g} kg",
        "note": stop.note,
        "barcode": barcode_svg(stop.reference),
    }
