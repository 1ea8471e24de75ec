"""Take drivers and vehicles out of the fleet, but never out from under a route."""

from doorstep import fleet
from doorstep.dispatch import store
from doorstep.dispatch.errors import StillHoldsCashError, StillOnRouteError
from doorstep.dispatch.model import DispatchedRoute, RouteStatus
from doorstep.dispatch.service import today_of
from doorstep.dispatch.store.cash import list_open_shifts
from doorstep.plumbing.unit import Unit


def retire_driver(unit: Unit, driver_id: str, expected_version: int) -> None:
    """Take a driver out of use and sign their phones out.

    What a phone of theirs still holds can be handed over all the same: see ``held``.

    Raises
    ------
    StillOnRouteError
        They have a route of today or later that is not finished.
    StillHoldsCashError
        Cash of theirs was not handed in.
    UnknownDriverError, StaleVersionError
        There is none, or somebody else has changed them since.
    """
    _require_free(store.list_routes_of_driver(unit.session, driver_id, today_of(unit)))
    if list_open_shifts(unit.session, [driver_id]):
        message = "The driver has cash that was not handed in."
        raise StillHoldsCashError(message)
    fleet.retire_driver(unit, driver_id, expected_version)


def retire_vehicle(unit: Unit, vehicle_id: str, expected_version: int) -> None:
    """Take a vehicle out of use.

    Raises
    ------
    StillOnRouteError
        It has a route of today or later that is not finished.
    UnknownVehicleError, StaleVersionError
        There is none, or somebody else has changed it since.
    """
    _require_free(store.list_routes_of_vehicle(unit.session, vehicle_id, today_of(unit)))
    fleet.retire_vehicle(unit, vehicle_id, expected_version)


def _require_free(routes: list[DispatchedRoute]) -> None:
    for route in routes:
        if route.status is not RouteStatus.FINISHED:
            message = f"There is a route on {route.service_on.isoformat()} that is not finished."
            raise StillOnRouteError(message)
