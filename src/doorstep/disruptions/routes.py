"""Disruptions over HTTP."""

import json
from datetime import datetime
from typing import Annotated, Any, Self

from fastapi import APIRouter, Depends, Query, Request, Response
from pydantic import Field

from doorstep import disruptions, roads
from doorstep.disruptions.errors import StreetNotFoundError
from doorstep.disruptions.geojson import read_geometry, to_feature_collection, to_geometry
from doorstep.disruptions.model import (
    LONGEST_HOURS,
    LONGEST_NAME,
    LONGEST_NOTE,
    Disruption,
    DisruptionKind,
    StoredDisruption,
)
from doorstep.disruptions.service import name_streets
from doorstep.plumbing.fields import Instant
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.versions import ExpectedVersion, set_etag
from doorstep.plumbing.web import Body, DayReader, Planner, StrictRoute, View

router = APIRouter(tags=["Disruptions"], route_class=StrictRoute)

_MOST_NAMES = 20
_LONGEST_PROFILE = 50
_GEO_JSON = "application/geo+json"


class DisruptionBody(Body):
    """A named change of the roads for a time.

    ``geometry`` is a GeoJSON LineString, Polygon or several of one; points are [lon, lat]. A line
    along a street means the street, a line across streets is a barrier.
    """

    name: str = Field(max_length=LONGEST_NAME)
    kind: Annotated[DisruptionKind, Field(strict=False)] = DisruptionKind.CLOSURE
    starts_at: Instant
    ends_at: Instant | None = None
    profiles: list[Annotated[str, Field(max_length=_LONGEST_PROFILE)]] = Field(default=[])
    speed_factor: float = 1.0
    added_s: int = 0
    direction: Annotated[roads.Direction, Field(strict=False)] = Field(
        roads.Direction.BOTH,
        description="Of a line along a street, whether it means those who drive the way it is"
        " drawn, those who come against it, or both.",
    )
    hours: str = Field(
        "",
        max_length=LONGEST_HOURS,
        description="Hours of the week in which it is in force, such as Mo-Fr 07:30-08:30.",
    )
    timezone: str = Field(
        "UTC", max_length=64, description="Whose clocks show these hours, an IANA name."
    )
    note: str = Field("", max_length=LONGEST_NOTE)
    geometry: dict[str, Any]

    def read(self) -> Disruption:
        """Return what the body says; whether it makes sense is not looked at."""
        lines, areas = read_geometry(self.geometry)
        return Disruption(
            name=self.name,
            kind=self.kind,
            starts_at=self.starts_at,
            ends_at=self.ends_at,
            note=self.note,
            hours=self.hours,
            timezone=self.timezone,
            on_roads=roads.Disruption(
                lines=lines,
                areas=areas,
                profiles=frozenset(self.profiles),
                is_closed=self.kind is DisruptionKind.CLOSURE,
                speed_factor=self.speed_factor,
                added_s=self.added_s,
                direction=self.direction,
            ),
        )


class DisruptionView(View):
    """A disruption; ``streets`` names the first few it means, ``edges`` counts their pieces."""

    id: str
    version: int
    name: str
    kind: DisruptionKind
    starts_at: datetime
    ends_at: datetime | None
    profiles: list[str]
    speed_factor: float
    added_s: int
    direction: roads.Direction
    hours: str
    timezone: str
    note: str
    geometry: dict[str, Any]
    streets: list[str]
    edges: int

    @classmethod
    def from_stored(cls, stored: StoredDisruption) -> Self:
        """Return a disruption as it goes over the wire."""
        disruption = stored.disruption
        on_roads = disruption.on_roads
        return cls(
            id=stored.id,
            version=stored.version,
            name=disruption.name,
            kind=disruption.kind,
            starts_at=disruption.starts_at,
            ends_at=disruption.ends_at,
            profiles=sorted(on_roads.profiles),
            speed_factor=on_roads.speed_factor,
            added_s=on_roads.added_s,
            direction=on_roads.direction,
            hours=disruption.hours,
            timezone=disruption.timezone,
            note=disruption.note,
            geometry=to_geometry(on_roads),
            streets=list(stored.streets),
            edges=stored.edges,
        )


class DisruptionsView(View):
    """Disruptions, the earliest first."""

    items: list[DisruptionView]


class PreviewView(View):
    """What a drawing means: the streets' names, and the lines of their pieces."""

    streets: list[str]
    edges: int
    geometry: dict[str, Any]


class PreviewBody(Body):
    """A drawing, and whether it is to close streets or to slow them down."""

    geometry: dict[str, Any]
    kind: Annotated[DisruptionKind, Field(strict=False)] = DisruptionKind.CLOSURE


class StreetNamesView(View):
    """Names of streets."""

    items: list[str]


class StreetView(View):
    """All of one street, as a GeoJSON MultiLineString."""

    name: str
    geometry: dict[str, Any]


@router.get("/disruptions", summary="List disruptions of the roads")
def list_disruptions(
    caller: DayReader,
    *,
    from_at: Instant | None = None,
    until_at: Instant | None = None,
) -> DisruptionsView:
    """Return those in force at some time between two instants; without them, all."""
    with caller.read() as unit:
        found = disruptions.list_between(unit, from_at, until_at)
    return DisruptionsView(items=[DisruptionView.from_stored(one) for one in found])


@router.post("/disruptions", status_code=201, summary="Close or slow down streets")
@refuses("disruption_invalid", "no_region")
def create_disruption(
    body: DisruptionBody, caller: Planner, request: Request, response: Response
) -> DisruptionView:
    """Keep a disruption; the next plan goes by it."""
    with caller.write() as unit:
        stored = disruptions.create(unit, body.read(), _graph(request))
    set_etag(response, stored.version)
    return DisruptionView.from_stored(stored)


@router.post("/disruptions/preview", summary="What a drawing means")
@refuses("disruption_invalid", "no_region")
def preview_disruption(body: PreviewBody, _caller: DayReader, request: Request) -> PreviewView:
    """Return the streets a drawing would close or slow down; nothing is kept."""
    lines, areas = read_geometry(body.geometry)
    graph = _graph(request)
    meant = roads.find_edges(graph, roads.Disruption(lines=lines, areas=areas))
    chosen = meant.is_closed_by if body.kind is DisruptionKind.CLOSURE else meant.edge >= 0
    edges = meant.edge[chosen]
    return PreviewView(
        streets=list(name_streets(graph, meant)),
        edges=len(edges),
        geometry=to_geometry(roads.Disruption(lines=roads.edge_lines(graph, edges))),
    )


@router.get(
    "/disruptions.geojson",
    summary="All disruptions as a file",
    response_class=Response,
    responses={200: {"content": {_GEO_JSON: {}}}},
)
def export_disruptions(caller: DayReader) -> Response:
    """Return a FeatureCollection that the import reads back."""
    with caller.read() as unit:
        found = disruptions.list_between(unit)
    return Response(
        json.dumps(to_feature_collection(found)),
        media_type=_GEO_JSON,
        headers={"Content-Disposition": 'attachment; filename="disruptions.geojson"'},
    )


async def read_body(request: Request) -> bytes:
    """Return the body as it came: FastAPI would read GeoJSON as the JSON that it is."""
    return await request.body()


@router.post(
    "/disruptions/import",
    summary="Import disruptions from GeoJSON",
    openapi_extra={
        "requestBody": {
            "required": True,
            "content": {_GEO_JSON: {"schema": {"type": "object"}}},
        }
    },
)
@refuses("geojson_unreadable", "disruption_invalid", "no_region")
def import_disruptions(
    caller: Planner,
    request: Request,
    data: Annotated[bytes, Depends(read_body)],
) -> DisruptionsView:
    """Create each feature, or change the one it was exported from; all or none."""
    with caller.write() as unit:
        kept = disruptions.import_geojson(unit, data, _graph(request))
    return DisruptionsView(items=[DisruptionView.from_stored(one) for one in kept])


@router.get("/disruptions/{disruption_id}", summary="Get one disruption")
@refuses("disruption_not_found")
def get_disruption(disruption_id: str, caller: DayReader, response: Response) -> DisruptionView:
    """Return one disruption with its version as ETag."""
    with caller.read() as unit:
        stored = disruptions.get(unit, disruption_id)
    set_etag(response, stored.version)
    return DisruptionView.from_stored(stored)


@router.put(
    "/disruptions/{disruption_id}",
    summary="Change a disruption",
)
@refuses("disruption_not_found", "disruption_invalid", "no_region")
def change_disruption(
    disruption_id: str,
    body: DisruptionBody,
    caller: Planner,
    version: ExpectedVersion,
    request: Request,
    response: Response,
) -> DisruptionView:
    """Replace a disruption as it was when it was read."""
    with caller.write() as unit:
        stored = disruptions.change(unit, disruption_id, version, body.read(), _graph(request))
    set_etag(response, stored.version)
    return DisruptionView.from_stored(stored)


@router.post(
    "/disruptions/{disruption_id}/end",
    summary="End a disruption now",
)
@refuses("disruption_not_found", "disruption_over")
def end_disruption(disruption_id: str, caller: Planner) -> DisruptionView:
    """Have it end now; one that has not begun never comes into force."""
    with caller.write() as unit:
        return DisruptionView.from_stored(disruptions.end(unit, disruption_id))


@router.delete(
    "/disruptions/{disruption_id}",
    status_code=204,
    summary="Delete a disruption",
)
@refuses("disruption_not_found")
def delete_disruption(disruption_id: str, caller: Planner) -> None:
    """Take it out as if it had never been; the journal keeps it."""
    with caller.write() as unit:
        disruptions.delete(unit, disruption_id)


@router.get("/streets", summary="Find streets by name")
@refuses("no_region")
def find_streets(
    _caller: DayReader, request: Request, q: Annotated[str, Query(max_length=LONGEST_NAME)]
) -> StreetNamesView:
    """Return names that hold the text, those that begin with it first."""
    wanted = q.strip().casefold()
    names = {name for name in _graph(request).names if name and wanted in name.casefold()}
    ranked = sorted(names, key=lambda name: (not name.casefold().startswith(wanted), name))
    return StreetNamesView(items=ranked[:_MOST_NAMES] if wanted else [])


@router.get(
    "/streets/{name}",
    summary="The line of a street",
)
@refuses("street_not_found", "no_region")
def get_street(name: str, _caller: DayReader, request: Request) -> StreetView:
    """Return all of a street, to draw a disruption along it."""
    lines = roads.streets_named(_graph(request), name)
    if not lines:
        raise StreetNotFoundError(name)
    return StreetView(name=name, geometry=to_geometry(roads.Disruption(lines=lines)))


def _graph(request: Request) -> roads.Graph:
    graph: roads.Graph = request.app.state.region.network.graph
    return graph
