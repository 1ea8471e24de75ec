"""HTTP: the day's numbers."""

from datetime import date

from fastapi import APIRouter

from doorstep.insight.numbers import DEFINITIONS
from doorstep.insight.service import get_numbers
from doorstep.plumbing.fields import CalendarDate
from doorstep.plumbing.web import DayReader, View

router = APIRouter(tags=["Numbers"])


class RouteNumbersView(View):
    """One route's numbers."""

    route_id: str
    vehicle: str
    delivered: int
    failed: int
    total: int
    on_time_rate: float | None
    stops_per_hour: float | None
    hours_worked_s: int
    distance_m: int
    cost_minor: int


class NumbersView(View):
    """The day's numbers; ``definitions`` says how each is made."""

    service_on: date
    planned_stops: int
    delivered: int
    failed: int
    remaining: int
    on_time_rate: float | None
    stops_per_hour: float | None
    cost_per_delivery_minor: int | None
    currency: str
    distance_m: int
    hours_worked_s: int
    by_route: list[RouteNumbersView]
    definitions: dict[str, str] = DEFINITIONS


@router.get("/numbers", summary="The day's numbers and how they are made")
def show_numbers(service_on: CalendarDate, caller: DayReader) -> NumbersView:
    """Return the numbers of a service date, counted from the journal."""
    with caller.read() as unit:
        return NumbersView.model_validate(get_numbers(unit, service_on))
