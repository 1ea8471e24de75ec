"""What only the demo offers: made-up orders, simulated drivers, a faster clock."""

from datetime import datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from pydantic import Field

from doorstep import orders
from doorstep.demo.orders import generate_csv
from doorstep.demo.stage import MAX_SPEED, Stage
from doorstep.kernel import Clock
from doorstep.orders import ImportReport
from doorstep.plumbing.fields import CalendarDate, Instant
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import Body, Dispatcher, View
from doorstep.roads.sources import Region

router = APIRouter(tags=["Demo"], prefix="/demo")

_MOST_SHIPMENTS = 1000


def stage_of(request: Request) -> Stage:
    """Return the stage of the demo that serves ``request``."""
    stage: Stage = request.app.state.demo
    return stage


OnStage = Annotated[Stage, Depends(stage_of)]


class DemoShipments(Body):
    """How many made-up shipments, for which day."""

    service_on: CalendarDate
    count: int = Field(300, ge=1, le=_MOST_SHIPMENTS)
    seed: int = Field(1, ge=0)


class Drive(Body):
    """How fast the day runs: seconds of the demo's clock in one real second."""

    speed: float = Field(60.0, ge=1.0, le=MAX_SPEED)


class Skip(Body):
    """The instant to skip ahead to."""

    to_at: Instant


class PaceView(View):
    """The demo's time and how fast it runs."""

    now_at: datetime
    speed: float


@router.post("/shipments", summary="Import made-up orders at the city's real addresses")
@refuses("orders_rejected", "no_region")
def import_demo_shipments(
    body: DemoShipments, caller: Dispatcher, request: Request
) -> ImportReport:
    """Generate the demo's orders and import them like any file."""
    region: Region = request.app.state.region
    data = generate_csv(region, body.count, body.seed, body.service_on)
    with caller.write() as unit:
        return orders.import_csv(unit, data, service_on=body.service_on, region=region)


@router.post("/drive", summary="Send the simulated drivers out")
def drive(body: Drive, caller: Dispatcher, stage: OnStage) -> PaceView:
    """Start the simulated drivers, or let them go on, with the clock at ``speed``."""
    stage.drive(body.speed)
    stage.announce(caller.kit)
    return _pace(stage.clock, body.speed)


@router.post("/pause", summary="Let the clock run at the wall's pace")
def pause(caller: Dispatcher, stage: OnStage) -> PaceView:
    """Slow the demo's clock down to real time."""
    stage.pause()
    stage.announce(caller.kit)
    return _pace(stage.clock, 1.0)


@router.post("/skip", summary="Skip hours in which nothing happens")
def skip(body: Skip, caller: Dispatcher, stage: OnStage) -> PaceView:
    """Move the demo's clock ahead to ``to_at``; never back."""
    stage.skip_to(body.to_at)
    stage.announce(caller.kit)
    return _pace(stage.clock, stage.clock.speed)


def _pace(clock: Clock, speed: float) -> PaceView:
    return PaceView(now_at=clock.now(), speed=speed)
