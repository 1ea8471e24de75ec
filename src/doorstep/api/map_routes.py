"""The city's map: where it is and its vector tiles."""

from fastapi import APIRouter, Request
from fastapi.responses import FileResponse
from pydantic import BaseModel

from doorstep.plumbing.problem import NotFoundError
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import Anyone
from doorstep.roads.sources import ATTRIBUTION, Region

router = APIRouter(tags=["Map"])

_PMTILES = "application/vnd.pmtiles"
_A_YEAR = "public, max-age=31536000, immutable"


class MapView(BaseModel):
    """Where the city is and where its tiles are; bounds and centre as [lon, lat]."""

    name: str
    bounds: tuple[float, float, float, float]
    center: tuple[float, float]
    tiles_url: str
    attribution: str


@router.get("/map", summary="The city's map")
@refuses("no_region")
def get_map(_kit: Anyone, request: Request) -> MapView:
    """Return where the city is and the address of its tiles."""
    region: Region = request.app.state.region
    box = region.network.bounds
    return MapView(
        name=region.name,
        bounds=(box.west, box.south, box.east, box.north),
        center=((box.west + box.east) / 2, (box.south + box.north) / 2),
        tiles_url=f"/api/v1/map/tiles/{region.key}.pmtiles",
        attribution=ATTRIBUTION,
    )


@router.get(
    "/map/tiles/{key}.pmtiles",
    summary="The city's vector tiles",
    response_class=FileResponse,
    responses={
        200: {"content": {_PMTILES: {"schema": {"type": "string", "format": "binary"}}}},
        206: {"description": "The bytes that Range names."},
    },
)
@refuses("not_found", "http_400", "http_416", "no_region")
def get_tiles(key: str, _kit: Anyone, request: Request) -> FileResponse:
    """Return the PMTiles archive, or the bytes of it that the Range header names."""
    region: Region = request.app.state.region
    if key != region.key:
        message = "There are no tiles of this name."
        raise NotFoundError(message)
    return FileResponse(
        request.app.state.tiles,
        media_type=_PMTILES,
        headers={"Cache-Control": _A_YEAR, "Content-Encoding": "identity"},
    )
