"""Questions to the roads: how far one gets, which way to take, which streets were driven."""

from collections.abc import Sequence
from datetime import datetime, timedelta
from functools import lru_cache
from typing import Annotated, Any, Literal

from fastapi import APIRouter, Query, Request
from pydantic import Field

from doorstep import planning, roads
from doorstep.kernel import Point
from doorstep.plumbing.fields import Instant
from doorstep.plumbing.problem import InvalidInputError
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import Body, Caller, DayReader, StrictRoute, View
from doorstep.roads.sources import Region

router = APIRouter(tags=["Roads"], route_class=StrictRoute)

_MOST_POINTS = 100
_MOST_POSITIONS = 5000
_MOST_MINUTES = 120

Language = Literal["en", "de", "es", "fr"]
Minutes = Annotated[int, Field(ge=1, le=_MOST_MINUTES)]
Departure = Annotated[
    Instant | None,
    Query(description="Go by the closures of this instant and the usual speeds of its hour."),
]
Profile = Annotated[str, Query(max_length=40, description="One of the region's profiles.")]


class NoWayError(InvalidInputError):
    """A place is too far from any street, or cannot be reached from the one before."""

    code = "no_way"
    title = "There is no way"
    action = "Check the places, the closures of the roads, and the profile."


class UnknownProfileError(InvalidInputError):
    """The region has no such travel profile."""

    code = "unknown_profile"
    title = "There is no such profile"
    action = "Name one of the profiles that the message lists."


class Place(Body):
    """A point on the earth."""

    lat: float = Field(ge=-90, le=90)
    lon: float = Field(ge=-180, le=180)


class RouteBody(Body):
    """The places to go to, in order."""

    points: list[Place] = Field(min_length=2, max_length=_MOST_POINTS)
    profile: str = Field("van", max_length=40)
    language: Language = "en"
    geometry: Literal["polyline", "geojson"] = "polyline"
    departs_at: Instant | None = Field(
        None,
        description="Go by the closures on the way from this instant on and the usual speeds of"
        " each hour; without it by the closures of now and the speed of empty streets.",
    )


class InstructionView(View):
    """What to do, where, and how far it is to the next instruction."""

    turn: roads.Turn
    text: str
    street: str
    lat: float
    lon: float
    distance_m: int
    duration_s: int


class LegView(View):
    """The way from one place to the next."""

    duration_s: int
    distance_m: int
    geometry: str | dict[str, Any] = Field(
        description="A polyline of precision 6, or a GeoJSON LineString."
    )
    instructions: list[InstructionView]


class RouteView(View):
    """The way through all places; closures are kept to. Both instants only where one was asked."""

    duration_s: int
    distance_m: int
    departs_at: datetime | None
    arrives_at: datetime | None
    legs: list[LegView]


class TracePosition(Place):
    """One position of a trip; the heading is degrees clockwise from north."""

    heading_deg: float | None = Field(None, ge=0, lt=360)


class MatchBody(Body):
    """The positions of a trip in the order of time."""

    positions: list[TracePosition] = Field(min_length=1, max_length=_MOST_POSITIONS)
    profile: str = Field("van", max_length=40)
    noise_m: float = Field(8.0, ge=1.0, le=50.0)


class DrivenView(View):
    """A street, or part of it, that was driven."""

    street: str
    distance_m: float


class MatchView(View):
    """What was driven: a part for each run of positions that hang together."""

    distance_m: int
    matched: int
    parts: list[list[DrivenView]]
    geometry: dict[str, Any] = Field(description="A GeoJSON MultiLineString.")


@router.get("/roads/isochrones", summary="How far one gets")
@refuses("unknown_profile", "no_way", "no_region")
def get_isochrones(
    caller: DayReader,
    request: Request,
    lat: Annotated[float, Query(ge=-90, le=90)],
    lon: Annotated[float, Query(ge=-180, le=180)],
    minutes: Annotated[list[Minutes], Query(min_length=1, max_length=6)],
    profile: Profile = "van",
    departs_at: Departure = None,
) -> dict[str, Any]:
    """Return GeoJSON: the area within each time, the largest first; closures are kept to."""
    region = region_of(request)
    _require_profile(region, profile)
    known, now_at = _roads_from(caller, region, departs_at)
    view = known.view(profile, departs_at or now_at, with_peaks=departs_at is not None)
    graph = region.network.graph
    try:
        found = roads.find_isochrones(graph, view, Point(lat, lon), [60 * m for m in minutes])
    except roads.NoRouteError as error:
        raise no_way(error) from error
    features = [
        {
            "type": "Feature",
            "properties": {"minutes": one.limit_s // 60},
            "geometry": {
                "type": "MultiPolygon",
                "coordinates": [
                    [[[round(p.lon, 6), round(p.lat, 6)] for p in ring] for ring in polygon]
                    for polygon in one.polygons
                ],
            },
        }
        for one in reversed(found)
    ]
    return {"type": "FeatureCollection", "features": features}


@router.post("/roads/route", summary="The way through some places")
@refuses("unknown_profile", "no_way", "no_region")
def find_route(body: RouteBody, caller: DayReader, request: Request) -> RouteView:
    """Return times, lines and what to do at each turn."""
    region = region_of(request)
    _require_profile(region, body.profile)
    known, now_at = _roads_from(caller, region, body.departs_at)
    points = [Point(place.lat, place.lon) for place in body.points]
    try:
        if body.departs_at is not None:
            found = known.route(body.profile, points, body.departs_at)
        else:
            view = known.view(body.profile, now_at, with_peaks=False)
            found = list(view.route(points).legs)
    except roads.NoRouteError as error:
        raise no_way(error) from error
    legs = describe_legs(
        region, body.profile, points, found, language=body.language, geometry=body.geometry
    )
    taken_s = sum(leg.duration_s for leg in found)
    return RouteView(
        duration_s=taken_s,
        distance_m=sum(leg.distance_m for leg in found),
        departs_at=body.departs_at,
        arrives_at=body.departs_at + timedelta(seconds=taken_s) if body.departs_at else None,
        legs=legs,
    )


@router.post("/roads/match", summary="The streets that were driven")
@refuses("unknown_profile", "no_region")
def match_trace(body: MatchBody, caller: DayReader, request: Request) -> MatchView:
    """Return the streets that noisy positions were on, in order."""
    assert caller  # noqa: S101 -- asked for by the policy
    region = region_of(request)
    graph = region.network.graph
    _require_profile(region, body.profile)
    positions = [
        roads.Position(Point(one.lat, one.lon), one.heading_deg) for one in body.positions
    ]
    found = _matcher(region, body.profile).match(positions, body.noise_m)
    parts = [
        [
            DrivenView(
                street=graph.names[int(graph.edge_name[one.edge])],
                distance_m=round(float(graph.edge_length_m[one.edge]) * (one.end - one.start), 1),
            )
            for one in part
        ]
        for part in found.parts
    ]
    lines = [roads.line_of(graph, part) for part in found.parts]
    return MatchView(
        distance_m=round(sum(one.distance_m for part in parts for one in part)),
        matched=sum(position is not None for position in found.positions),
        parts=parts,
        geometry={
            "type": "MultiLineString",
            "coordinates": [[_lonlat(point) for point in line] for line in lines if line],
        },
    )


def describe_legs(
    region: Region,
    profile: str,
    points: Sequence[Point],
    legs: Sequence[roads.RoadLeg],
    *,
    language: Language,
    geometry: str = "polyline",
) -> list[LegView]:
    """Return legs between places with what to do at each turn."""
    guide = _guide(region, profile)
    snaps = region.network.snap(points, profile)
    sides = [snap.side if snap else roads.Side.ON for snap in snaps]
    return [
        LegView(
            duration_s=leg.duration_s,
            distance_m=leg.distance_m,
            geometry=_line(leg.geometry, geometry),
            instructions=[_instruction(one, language) for one in guide.describe(leg, side)],
        )
        for leg, side in zip(legs, sides[1:], strict=True)
    ]


def region_of(request: Request) -> Region:
    """Return the region the server works in."""
    region: Region = request.app.state.region
    return region


def _roads_from(
    caller: Caller, region: Region, departs_at: datetime | None
) -> tuple[planning.HourlyRoads, datetime]:
    """Return the roads by the instant from a departure on, and what time it is."""
    with caller.read() as unit:
        now_at = unit.now()
        return planning.read_roads(unit, region, departs_at or now_at), now_at


def _require_profile(region: Region, profile: str) -> None:
    known = region.network.profiles
    if profile not in known:
        message = f"There is no profile {profile!r}; there are {', '.join(known)}."
        raise UnknownProfileError(message)


def no_way(error: roads.NoRouteError) -> NoWayError:
    """Return the error of the API for a way that was not found."""
    sentence = str(error)
    return NoWayError(f"{sentence[:1].upper()}{sentence[1:]}.")


def _instruction(one: roads.Instruction, language: Language) -> InstructionView:
    return InstructionView(
        turn=one.turn,
        text=one.text(language),
        street=one.street,
        lat=one.point.lat,
        lon=one.point.lon,
        distance_m=one.distance_m,
        duration_s=one.duration_s,
    )


def _line(points: tuple[Point, ...], form: str) -> str | dict[str, Any]:
    if form == "polyline":
        return roads.encode_polyline(points)
    return {"type": "LineString", "coordinates": [_lonlat(point) for point in points]}


def _lonlat(point: Point) -> list[float]:
    return [round(point.lon, 6), round(point.lat, 6)]


@lru_cache(maxsize=8)
def _guide(region: Region, profile: str) -> roads.Guide:
    return roads.Guide(region.network.graph, profile)


@lru_cache(maxsize=8)
def _matcher(region: Region, profile: str) -> roads.TraceMatcher:
    return roads.TraceMatcher(region.network.graph, profile)
