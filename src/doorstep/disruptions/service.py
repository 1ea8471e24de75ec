"""Keep disruptions and say which are in force."""

from dataclasses import replace
from datetime import datetime

import numpy as np

from doorstep import roads
from doorstep.disruptions import store
from doorstep.disruptions.errors import (
    DisruptionNotFoundError,
    DisruptionOverError,
    InvalidDisruptionError,
)
from doorstep.disruptions.geojson import read_features, to_facts, to_geometry
from doorstep.disruptions.model import Disruption, StoredDisruption, find_faults
from doorstep.plumbing.problem import Finding
from doorstep.plumbing.unit import Unit
from doorstep.plumbing.versions import check_version

MOST_STREETS = 8
"""So many of the streets a disruption means are named to people."""


def create(unit: Unit, disruption: Disruption, graph: roads.Graph) -> StoredDisruption:
    """Keep a new disruption; it counts from the next matrix on.

    Raises
    ------
    InvalidDisruptionError
        It makes no sense, or means no street of the region.
    """
    streets, edges = _meant(disruption, graph)
    stored = StoredDisruption(
        id=unit.new_id(),
        version=1,
        disruption=disruption,
        streets=streets,
        edges=edges,
        created_at=unit.now(),
        created_by=unit.actor,
    )
    _save(unit, "disruption.created", stored)
    return stored


def change(
    unit: Unit, disruption_id: str, version: int, disruption: Disruption, graph: roads.Graph
) -> StoredDisruption:
    """Replace a disruption.

    Raises
    ------
    DisruptionNotFoundError, StaleVersionError
        It is not there, or somebody else has changed it.
    InvalidDisruptionError
        It makes no sense, or means no street of the region.
    """
    before = get(unit, disruption_id)
    check_version(version, before.version)
    return _replace(unit, before, disruption, graph)


def end(unit: Unit, disruption_id: str) -> StoredDisruption:
    """Have a disruption end now; one that has not begun never comes into force.

    Raises
    ------
    DisruptionNotFoundError, DisruptionOverError
        It is not there, or over already.
    """
    before = get(unit, disruption_id)
    disruption, now_at = before.disruption, unit.now()
    if disruption.ends_at is not None and disruption.ends_at <= now_at:
        message = f"{disruption.name} has ended already."
        raise DisruptionOverError(message)
    ended = replace(disruption, ends_at=max(disruption.starts_at, now_at))
    stored = replace(before, disruption=ended, version=before.version + 1)
    _save(unit, "disruption.ended", stored)
    return stored


def delete(unit: Unit, disruption_id: str) -> None:
    """Take a disruption out, as if it had never been; the journal keeps it.

    Raises
    ------
    DisruptionNotFoundError
        It is not there.
    """
    get(unit, disruption_id)
    store.delete(unit.session, disruption_id)
    unit.emit("disruption.deleted", disruption_id, {})


def get(unit: Unit, disruption_id: str) -> StoredDisruption:
    """Return one disruption.

    Raises
    ------
    DisruptionNotFoundError
        It is not there.
    """
    stored = store.find(unit.session, disruption_id)
    if stored is None:
        message = "There is no disruption with this id."
        raise DisruptionNotFoundError(message)
    return stored


def list_between(
    unit: Unit, from_at: datetime | None = None, until_at: datetime | None = None
) -> list[StoredDisruption]:
    """Return those in force at some time between two instants, the earliest first."""
    return store.list_between(unit.session, from_at, until_at)


def import_geojson(unit: Unit, data: bytes, graph: roads.Graph) -> list[StoredDisruption]:
    """Create the features of a file, or change those that came from an export; all or none.

    Raises
    ------
    UnreadableGeoJsonError, InvalidDisruptionError
        The file, or one of its features, cannot be used.
    """
    kept = []
    for disruption_id, disruption in read_features(data):
        before = store.find(unit.session, disruption_id) if disruption_id else None
        if before is None:
            kept.append(create(unit, disruption, graph))
        else:
            kept.append(_replace(unit, before, disruption, graph))
    return kept


def read_file(data: bytes, graph: roads.Graph) -> list[Disruption]:
    """Return the disruptions of a GeoJSON file; nothing is kept.

    Raises
    ------
    UnreadableGeoJsonError, InvalidDisruptionError
        The file, or one of its features, cannot be used on these roads.
    """
    found = [disruption for _, disruption in read_features(data)]
    for disruption in found:
        _meant(disruption, graph)
    return found


def preview(disruption: Disruption, graph: roads.Graph) -> roads.Meant:
    """Return the edges a disruption would mean; nothing is kept."""
    return roads.find_edges(graph, disruption.on_roads)


def name_streets(graph: roads.Graph, meant: roads.Meant) -> tuple[str, ...]:
    """Return the names of the streets of some edges, those of most edges first."""
    names, counts = np.unique(graph.edge_name[meant.edge], return_counts=True)
    ranked = sorted(zip(-counts, names, strict=True))
    texts = [graph.names[int(name)] for _, name in ranked]
    return tuple(text for text in texts if text)[:MOST_STREETS]


def _replace(
    unit: Unit, before: StoredDisruption, disruption: Disruption, graph: roads.Graph
) -> StoredDisruption:
    streets, edges = _meant(disruption, graph)
    stored = replace(
        before,
        version=before.version + 1,
        disruption=disruption,
        streets=streets,
        edges=edges,
    )
    _save(unit, "disruption.changed", stored)
    return stored


def _save(unit: Unit, kind: str, stored: StoredDisruption) -> None:
    store.put(unit.session, unit.tenant_id, stored)
    drawing = to_geometry(stored.disruption.on_roads)
    facts = to_facts(stored.disruption) | {"geometry": drawing, "version": stored.version}
    unit.emit(kind, stored.id, facts)


def _meant(disruption: Disruption, graph: roads.Graph) -> tuple[tuple[str, ...], int]:
    findings = list(find_faults(disruption, graph.profiles))
    if findings:
        message = "The disruption cannot be kept as it is."
        raise InvalidDisruptionError(message, findings=findings)
    meant = preview(disruption, graph)
    edges = int(meant.is_closed_by.sum()) if disruption.on_roads.is_closed else len(meant.edge)
    if not edges:
        message = "The drawing means no street."
        finding = Finding(
            "No street follows it, crosses it or lies in it.",
            "Draw along a street, across one, or around some.",
            column="geometry",
        )
        raise InvalidDisruptionError(message, findings=[finding])
    if disruption.on_roads.direction is not roads.Direction.BOTH and not meant.along.all():
        message = "The drawing has no direction."
        finding = Finding(
            "It crosses streets instead of following one.",
            "Draw along the street, or mean both directions.",
            column="direction",
        )
        raise InvalidDisruptionError(message, findings=[finding])
    return name_streets(graph, meant), edges
