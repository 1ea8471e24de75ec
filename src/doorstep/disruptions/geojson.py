"""Disruptions as GeoJSON (RFC 7946): here alone a point is [lon, lat]."""

import json
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Any

from doorstep import roads
from doorstep.disruptions.errors import InvalidDisruptionError, UnreadableGeoJsonError
from doorstep.disruptions.model import Disruption, DisruptionKind, StoredDisruption
from doorstep.kernel import Point
from doorstep.plumbing.problem import Finding

MOST_FEATURES = 1000

Shapes = tuple[tuple[tuple[Point, ...], ...], tuple[tuple[Point, ...], ...]]
"""Lines and areas."""


def to_feature_collection(stored: Iterable[StoredDisruption]) -> dict[str, Any]:
    """Return disruptions as a document that ``read_features`` reads back."""
    return {"type": "FeatureCollection", "features": [_to_feature(one) for one in stored]}


def to_facts(disruption: Disruption) -> dict[str, Any]:
    """Return a disruption without its drawing as plain JSON."""
    on_roads = disruption.on_roads
    return {
        "name": disruption.name,
        "kind": disruption.kind.value,
        "starts_at": disruption.starts_at.isoformat(),
        "ends_at": disruption.ends_at.isoformat() if disruption.ends_at else None,
        "profiles": sorted(on_roads.profiles),
        "speed_factor": on_roads.speed_factor,
        "added_s": on_roads.added_s,
        "direction": on_roads.direction.value,
        "hours": disruption.hours,
        "timezone": disruption.timezone,
        "note": disruption.note,
    }


def to_geometry(on_roads: roads.Disruption) -> dict[str, Any]:
    """Return the drawing as a GeoJSON geometry."""
    lines = [_to_coordinates(line) for line in on_roads.lines]
    rings = [[_to_coordinates(ring)] for ring in on_roads.areas]
    if lines and rings:
        parts: list[dict[str, Any]] = [
            {"type": "MultiLineString", "coordinates": lines},
            {"type": "MultiPolygon", "coordinates": rings},
        ]
        return {"type": "GeometryCollection", "geometries": parts}
    if rings:
        if len(rings) == 1:
            return {"type": "Polygon", "coordinates": rings[0]}
        return {"type": "MultiPolygon", "coordinates": rings}
    if len(lines) == 1:
        return {"type": "LineString", "coordinates": lines[0]}
    return {"type": "MultiLineString", "coordinates": lines}


def read_geometry(geometry: object) -> Shapes:
    """Return the lines and areas of a GeoJSON geometry.

    Raises
    ------
    InvalidDisruptionError
        It is none of lines and polygons, or its points are not on the earth.
    """
    try:
        return _read_geometry(geometry)
    except (KeyError, TypeError, ValueError, IndexError) as error:
        message = "The drawing cannot be read."
        finding = Finding(
            str(error) or "It is not a GeoJSON geometry.",
            "Send a LineString or Polygon of [lon, lat], or several of one kind; without holes.",
            column="geometry",
        )
        raise InvalidDisruptionError(message, findings=[finding]) from error


def read_features(data: bytes) -> list[tuple[str | None, Disruption]]:
    """Return the disruptions of a file, each with the id it had when it was exported.

    Raises
    ------
    UnreadableGeoJsonError
        The file is not a FeatureCollection, or a feature of it is no disruption; all are listed.
    """
    try:
        document = json.loads(data)
        features = document["features"]
        count = len(features)
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        message = "This is not a GeoJSON FeatureCollection."
        raise UnreadableGeoJsonError(message) from error
    if not isinstance(features, list) or count > MOST_FEATURES:
        message = f"A file has {MOST_FEATURES} features at most."
        raise UnreadableGeoJsonError(message)
    found, findings = [], []
    for number, feature in enumerate(features, start=1):
        try:
            found.append(_read_feature(feature))
        except InvalidDisruptionError as error:
            findings += [_of_feature(one, number) for one in error.findings]
        except (KeyError, TypeError, ValueError, AttributeError) as error:
            reason = f"It is not a disruption: {error}."
            findings.append(
                Finding(reason, "See the export for the properties.", column=f"feature {number}")
            )
    if findings:
        message = f"{len(findings)} things are wrong with the features, so nothing was changed."
        raise UnreadableGeoJsonError(message, findings=findings)
    return found


def _of_feature(finding: Finding, number: int) -> Finding:
    return Finding(finding.reason, finding.fix, column=f"feature {number}", value=finding.value)


def _to_feature(stored: StoredDisruption) -> dict[str, Any]:
    return {
        "type": "Feature",
        "id": stored.id,
        "properties": to_facts(stored.disruption),
        "geometry": to_geometry(stored.disruption.on_roads),
    }


def _read_feature(feature: dict[str, Any]) -> tuple[str | None, Disruption]:
    lines, areas = read_geometry(feature["geometry"])
    facts = feature["properties"]
    kind = DisruptionKind(facts.get("kind", DisruptionKind.CLOSURE.value))
    on_roads = roads.Disruption(
        lines=lines,
        areas=areas,
        profiles=frozenset(_text(name) for name in facts.get("profiles") or ()),
        is_closed=kind is DisruptionKind.CLOSURE,
        speed_factor=float(facts.get("speed_factor") or 1.0),
        added_s=int(facts.get("added_s") or 0),
        direction=roads.Direction(facts.get("direction") or "both"),
    )
    ends = facts.get("ends_at")
    known = feature.get("id")
    return (
        known if isinstance(known, str) else None,
        Disruption(
            name=_text(facts.get("name") or kind.value),
            kind=kind,
            starts_at=_read_instant(facts["starts_at"]),
            ends_at=_read_instant(ends) if ends else None,
            on_roads=on_roads,
            note=_text(facts.get("note") or ""),
            hours=_text(facts.get("hours") or ""),
            timezone=_text(facts.get("timezone") or "UTC"),
        ),
    )


def _text(value: object) -> str:
    if not isinstance(value, str) or "\0" in value:
        message = f"{value!r} is not a text"
        raise ValueError(message)
    return value


def _read_instant(text: object) -> datetime:
    instant = datetime.fromisoformat(_text(text))
    if instant.tzinfo is None:
        message = f"{text!r} has no time zone"
        raise ValueError(message)
    return instant.astimezone(UTC)


def _read_geometry(geometry: Any) -> Shapes:  # noqa: ANN401 -- whatever JSON can hold
    kind = geometry["type"]
    if kind == "GeometryCollection":
        parts = [_read_geometry(part) for part in geometry["geometries"]]
        lines = tuple(line for part in parts for line in part[0])
        return lines, tuple(area for part in parts for area in part[1])
    coordinates = geometry["coordinates"]
    if kind == "LineString":
        return (_read_points(coordinates),), ()
    if kind == "MultiLineString":
        return tuple(_read_points(line) for line in coordinates), ()
    if kind == "Polygon":
        return (), (_read_ring(coordinates),)
    if kind == "MultiPolygon":
        return (), tuple(_read_ring(rings) for rings in coordinates)
    message = f"A {kind} is neither a line nor an area."
    raise ValueError(message)


def _read_ring(rings: Sequence[Any]) -> tuple[Point, ...]:
    if len(rings) != 1:
        message = "An area has a hole."
        raise ValueError(message)
    return _read_points(rings[0])


def _read_points(coordinates: Sequence[Any]) -> tuple[Point, ...]:
    return tuple(Point(lat=float(one[1]), lon=float(one[0])) for one in coordinates)


def _to_coordinates(points: Sequence[Point]) -> list[list[float]]:
    return [[point.lon, point.lat] for point in points]
