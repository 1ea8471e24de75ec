# Written by tools/python_client.py from the API description; do not edit.
"""Fleet: operations."""

from doorstep_client.generated.models import (
    DepotBody,
    DepotView,
    DepotsView,
    DriverBody,
    DriverDetailView,
    DriversView,
    FleetSummaryView,
    HolidayBody,
    HolidayView,
    HolidaysView,
    PlanPricesBody,
    PlanPricesView,
    VehicleBody,
    VehicleTypeBody,
    VehicleTypeView,
    VehicleTypesView,
    VehicleView,
    VehiclesView,
)
from doorstep_client.transport import Transport


class Fleet:
    """Fleet: reach it as ``doorstep.fleet``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_depots(
        self,
        *,
        retired: bool | None = None,
    ) -> DepotsView:
        """List the depots. Return the depots in use, or those out of use, in their order."""
        answer: DepotsView = self._transport.ask(
            "GET",
            "/depots",
            query={"retired": retired},
        )
        return answer

    def add_depot(
        self,
        body: DepotBody,
    ) -> DepotView:
        """Add a depot. Add a depot, or bring the retired one of this name back.

        Refuses with name_taken.
        """
        answer: DepotView = self._transport.ask(
            "POST",
            "/depots",
            json=body,
        )
        return answer

    def retire_depot(
        self,
        depot_id: str,
        *,
        version: int,
    ) -> None:
        """Retire a depot. Take the depot out of use; plans of the past keep it.

        Refuses with depot_not_found, depot_in_use, version_stale.
        """
        self._transport.send(
            "DELETE",
            f"/depots/{self._transport.quote(depot_id)}",
            version=version,
        )

    def get_depot(
        self,
        depot_id: str,
    ) -> DepotView:
        """A depot. Return a depot, in use or not.

        Refuses with depot_not_found.
        """
        answer: DepotView = self._transport.ask(
            "GET",
            f"/depots/{self._transport.quote(depot_id)}",
        )
        return answer

    def change_depot(
        self,
        depot_id: str,
        body: DepotBody,
        *,
        version: int,
    ) -> DepotView:
        """Change a depot. Make the depot what the body says.

        Refuses with depot_not_found, name_taken, version_stale.
        """
        answer: DepotView = self._transport.ask(
            "PUT",
            f"/depots/{self._transport.quote(depot_id)}",
            json=body,
            version=version,
        )
        return answer

    def restore_depot(
        self,
        depot_id: str,
    ) -> DepotView:
        """Bring a depot back. Take a retired depot into use again.

        Refuses with depot_not_found, name_taken.
        """
        answer: DepotView = self._transport.ask(
            "POST",
            f"/depots/{self._transport.quote(depot_id)}/restore",
        )
        return answer

    def list_drivers(
        self,
        *,
        retired: bool | None = None,
    ) -> DriversView:
        """List the drivers. Return the drivers in use, or those out of use, in their order."""
        answer: DriversView = self._transport.ask(
            "GET",
            "/drivers",
            query={"retired": retired},
        )
        return answer

    def add_driver(
        self,
        body: DriverBody,
    ) -> DriverDetailView:
        """Add a driver. Add a driver, or bring the retired one of this name back.

        Refuses with name_taken.
        """
        answer: DriverDetailView = self._transport.ask(
            "POST",
            "/drivers",
            json=body,
        )
        return answer

    def retire_driver(
        self,
        driver_id: str,
        *,
        version: int,
    ) -> None:
        """Retire a driver. Take the driver out of use and sign their phones out, unless
        they are on a route.

        Refuses with driver_not_found, still_holds_cash, still_on_route, version_stale.
        """
        self._transport.send(
            "DELETE",
            f"/drivers/{self._transport.quote(driver_id)}",
            version=version,
        )

    def get_driver(
        self,
        driver_id: str,
    ) -> DriverDetailView:
        """A driver. Return a driver, in use or not.

        Refuses with driver_not_found.
        """
        answer: DriverDetailView = self._transport.ask(
            "GET",
            f"/drivers/{self._transport.quote(driver_id)}",
        )
        return answer

    def change_driver(
        self,
        driver_id: str,
        body: DriverBody,
        *,
        version: int,
    ) -> DriverDetailView:
        """Change a driver. Make the driver what the body says.

        Refuses with driver_not_found, name_taken, version_stale.
        """
        answer: DriverDetailView = self._transport.ask(
            "PUT",
            f"/drivers/{self._transport.quote(driver_id)}",
            json=body,
            version=version,
        )
        return answer

    def restore_driver(
        self,
        driver_id: str,
    ) -> DriverDetailView:
        """Bring a driver back. Take a retired driver into use again.

        Refuses with driver_not_found, name_taken.
        """
        answer: DriverDetailView = self._transport.ask(
            "POST",
            f"/drivers/{self._transport.quote(driver_id)}/restore",
        )
        return answer

    def export_fleet(
        self,
    ) -> str:
        """The fleet as a file. Return the fleet in use as the file that ``doorstep plan``
        and the import read."""
        answer: str = self._transport.ask_text(
            "GET",
            "/fleet.toml",
        )
        return answer

    def import_fleet(
        self,
        body: bytes | str,
    ) -> FleetSummaryView:
        """Make the fleet what a file says. Add and change what the file names, by its name,
        and retire what it does not name.

        Refuses with no_region, fleet_invalid, fleet_mismatch, unknown_profile.
        """
        answer: FleetSummaryView = self._transport.ask(
            "POST",
            "/fleet/import",
            content=body,
            media_type="application/toml",
        )
        return answer

    def list_holidays(
        self,
    ) -> HolidaysView:
        """List the company's holidays. Return them in order."""
        answer: HolidaysView = self._transport.ask(
            "GET",
            "/holidays",
        )
        return answer

    def remove_holiday(
        self,
        on: str,
    ) -> None:
        """Remove a holiday. Let the date be a day like others; doing it twice does no harm."""
        self._transport.send(
            "DELETE",
            f"/holidays/{self._transport.quote(on)}",
        )

    def put_holiday(
        self,
        on: str,
        body: HolidayBody,
    ) -> HolidayView:
        """Set a holiday. Let only those drive on this date who work on holidays; doing it
        twice does no harm."""
        answer: HolidayView = self._transport.ask(
            "PUT",
            f"/holidays/{self._transport.quote(on)}",
            json=body,
        )
        return answer

    def get_plan_prices(
        self,
    ) -> PlanPricesView:
        """What plans count beside what vehicles cost. Return the company's prices; 0 where
        something costs nothing."""
        answer: PlanPricesView = self._transport.ask(
            "GET",
            "/plan-prices",
        )
        return answer

    def set_plan_prices(
        self,
        body: PlanPricesBody,
    ) -> PlanPricesView:
        """Set what plans count beside what vehicles cost. Let plans from now on count these
        prices."""
        answer: PlanPricesView = self._transport.ask(
            "PUT",
            "/plan-prices",
            json=body,
        )
        return answer

    def list_types(
        self,
    ) -> VehicleTypesView:
        """List the vehicle types. Return them by name."""
        answer: VehicleTypesView = self._transport.ask(
            "GET",
            "/vehicle-types",
        )
        return answer

    def add_type(
        self,
        body: VehicleTypeBody,
    ) -> VehicleTypeView:
        """Add a vehicle type. Add a type; vehicles that name it have its values.

        Refuses with name_taken, no_region.
        """
        answer: VehicleTypeView = self._transport.ask(
            "POST",
            "/vehicle-types",
            json=body,
        )
        return answer

    def remove_type(
        self,
        type_id: str,
        *,
        version: int,
    ) -> None:
        """Remove a vehicle type. Delete a type that no vehicle in use is of.

        Refuses with vehicle_type_not_found, vehicle_type_in_use, version_stale.
        """
        self._transport.send(
            "DELETE",
            f"/vehicle-types/{self._transport.quote(type_id)}",
            version=version,
        )

    def get_type(
        self,
        type_id: str,
    ) -> VehicleTypeView:
        """A vehicle type. Return one type.

        Refuses with vehicle_type_not_found.
        """
        answer: VehicleTypeView = self._transport.ask(
            "GET",
            f"/vehicle-types/{self._transport.quote(type_id)}",
        )
        return answer

    def change_type(
        self,
        type_id: str,
        body: VehicleTypeBody,
        *,
        version: int,
    ) -> VehicleTypeView:
        """Change a vehicle type. Make the type, and every vehicle of it, what the body
        says.

        Refuses with vehicle_type_not_found, name_taken, no_region, version_stale.
        """
        answer: VehicleTypeView = self._transport.ask(
            "PUT",
            f"/vehicle-types/{self._transport.quote(type_id)}",
            json=body,
            version=version,
        )
        return answer

    def list_vehicles(
        self,
        *,
        retired: bool | None = None,
    ) -> VehiclesView:
        """List the vehicles with their drivers. Return the vehicles in use, or those out of
        use, in their order."""
        answer: VehiclesView = self._transport.ask(
            "GET",
            "/vehicles",
            query={"retired": retired},
        )
        return answer

    def add_vehicle(
        self,
        body: VehicleBody,
    ) -> VehicleView:
        """Add a vehicle. Add a vehicle, or bring the retired one of this name back.

        Refuses with depot_not_found, driver_not_found, vehicle_type_not_found, name_taken,
        no_region, unknown_profile.
        """
        answer: VehicleView = self._transport.ask(
            "POST",
            "/vehicles",
            json=body,
        )
        return answer

    def retire_vehicle(
        self,
        vehicle_id: str,
        *,
        version: int,
    ) -> None:
        """Retire a vehicle. Take the vehicle out of use, unless it is on a route.

        Refuses with vehicle_not_found, still_on_route, version_stale.
        """
        self._transport.send(
            "DELETE",
            f"/vehicles/{self._transport.quote(vehicle_id)}",
            version=version,
        )

    def get_vehicle(
        self,
        vehicle_id: str,
    ) -> VehicleView:
        """A vehicle. Return a vehicle, in use or not.

        Refuses with vehicle_not_found.
        """
        answer: VehicleView = self._transport.ask(
            "GET",
            f"/vehicles/{self._transport.quote(vehicle_id)}",
        )
        return answer

    def change_vehicle(
        self,
        vehicle_id: str,
        body: VehicleBody,
        *,
        version: int,
    ) -> VehicleView:
        """Change a vehicle. Make the vehicle what the body says; planned routes stay as
        they are.

        Refuses with depot_not_found, driver_not_found, vehicle_not_found,
        vehicle_type_not_found, name_taken, no_region, version_stale, unknown_profile.
        """
        answer: VehicleView = self._transport.ask(
            "PUT",
            f"/vehicles/{self._transport.quote(vehicle_id)}",
            json=body,
            version=version,
        )
        return answer

    def restore_vehicle(
        self,
        vehicle_id: str,
    ) -> VehicleView:
        """Bring a vehicle back. Take a retired vehicle into use again.

        Refuses with vehicle_not_found, name_taken.
        """
        answer: VehicleView = self._transport.ask(
            "POST",
            f"/vehicles/{self._transport.quote(vehicle_id)}/restore",
        )
        return answer
