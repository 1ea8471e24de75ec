# Written by tools/python_client.py from the API description; do not edit.
"""Plans: operations."""

from typing import Any

from doorstep_client.generated.models import (
    PlanRequest,
    PlanView,
    PlansView,
)
from doorstep_client.transport import Transport


class Plans:
    """Plans: reach it as ``doorstep.plans``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_plans(
        self,
        *,
        service_on: str,
    ) -> PlansView:
        """List the plans of a day. Return the day's plans without their routes, newest
        first."""
        answer: PlansView = self._transport.ask(
            "GET",
            "/plans",
            query={"service_on": service_on},
        )
        return answer

    def request_plan(
        self,
        body: PlanRequest,
    ) -> PlanView:
        """Plan a day. Have the day's pending shipments planned; follow it with ``GET
        /plans/{id}``.

        Refuses with no_shipments, no_vehicles, plan_in_progress.
        """
        answer: PlanView = self._transport.ask(
            "POST",
            "/plans",
            json=body,
        )
        return answer

    def get_plan(
        self,
        plan_id: str,
    ) -> PlanView:
        """Get one plan. Return a plan with its routes and what is unassigned.

        Refuses with plan_not_found.
        """
        answer: PlanView = self._transport.ask(
            "GET",
            f"/plans/{self._transport.quote(plan_id)}",
        )
        return answer

    def get_manifest(
        self,
        plan_id: str,
    ) -> bytes:
        """The manifest of each route, to print. Return a PDF in which each route begins on
        a page of its own.

        Refuses with plan_not_found, plan_not_made.
        """
        answer: bytes = self._transport.ask_bytes(
            "GET",
            f"/plans/{self._transport.quote(plan_id)}/manifest.pdf",
        )
        return answer

    def get_plan_file(
        self,
        plan_id: str,
    ) -> str:
        """The plan for programs. Return the plan in its versioned schema.

        Refuses with plan_not_found, plan_not_made.
        """
        answer: str = self._transport.ask_text(
            "GET",
            f"/plans/{self._transport.quote(plan_id)}/plan.json",
        )
        return answer

    def get_routes_file(
        self,
        plan_id: str,
    ) -> str:
        """The routes for a map. Return a FeatureCollection of routes, stops, depots and
        what is unassigned.

        Refuses with plan_not_found, plan_not_made.
        """
        answer: str = self._transport.ask_text(
            "GET",
            f"/plans/{self._transport.quote(plan_id)}/routes.geojson",
        )
        return answer

    def stop_plan(
        self,
        plan_id: str,
    ) -> PlanView:
        """End the search with the best so far. Have the search end soon; a plan that is
        made already stays as it is.

        Refuses with plan_not_found.
        """
        answer: PlanView = self._transport.ask(
            "POST",
            f"/plans/{self._transport.quote(plan_id)}/stop",
        )
        return answer

    def get_stops_file(
        self,
        plan_id: str,
    ) -> str:
        """All stops as a sheet. Return one row for each stop.

        Refuses with plan_not_found, plan_not_made.
        """
        answer: str = self._transport.ask_text(
            "GET",
            f"/plans/{self._transport.quote(plan_id)}/stops.csv",
        )
        return answer

    def solve_document(
        self,
        body: dict[str, Any],
        *,
        seconds: int | None = None,
        at: str | None = None,
    ) -> str:
        """Solve a VROOM document. Answer with routes, or with VROOM's code and error;
        stores nothing. Travel is measured with the closures of now, or of the instant
        that is named.

        Refuses with no_region.
        """
        answer: str = self._transport.ask_text(
            "POST",
            "/vroom",
            json=body,
            query={"seconds": seconds, "at": at},
        )
        return answer
