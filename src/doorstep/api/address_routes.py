"""Find addresses on the region's own map."""

from typing import Annotated

from fastapi import APIRouter, Query, Request

from doorstep.kernel import Point
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import FleetReader, View
from doorstep.roads.sources import Region

router = APIRouter(tags=["Map"])

_NEAR_M = 150.0


class AddressView(View):
    """An address that was found; confidence from 0 to 1."""

    label: str
    lat: float
    lon: float
    confidence: float


class AddressesView(View):
    """What was found, the best first."""

    items: list[AddressView]


@router.get("/addresses", summary="Find an address")
@refuses("no_region")
def find_addresses(
    q: Annotated[str, Query(min_length=2, max_length=200)], caller: FleetReader, request: Request
) -> AddressesView:
    """Return what the map knows under this address."""
    assert caller  # noqa: S101 -- asked for by the policy
    region: Region = request.app.state.region
    match = region.addresses.find(q)
    if match is None:
        return AddressesView(items=[])
    found = AddressView(
        label=match.label,
        lat=match.point.lat,
        lon=match.point.lon,
        confidence=match.confidence,
    )
    return AddressesView(items=[found])


@router.get("/addresses/nearest", summary="The address nearest to a place")
@refuses("no_region")
def find_nearest(
    lat: Annotated[float, Query(ge=-90, le=90)],
    lon: Annotated[float, Query(ge=-180, le=180)],
    caller: FleetReader,
    request: Request,
) -> AddressesView:
    """Return the house nearest to a place, if there is one at hand."""
    assert caller  # noqa: S101 -- asked for by the policy
    region: Region = request.app.state.region
    nearest = region.addresses.nearest(Point(lat, lon), _NEAR_M)
    if nearest is None:
        return AddressesView(items=[])
    address = nearest.address
    found = AddressView(
        label=address.label, lat=address.point.lat, lon=address.point.lon, confidence=1.0
    )
    return AddressesView(items=[found])
