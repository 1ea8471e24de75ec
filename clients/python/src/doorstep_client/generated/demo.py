# Written by tools/python_client.py from the API description; do not edit.
"""Demo: operations."""

from doorstep_client.generated.models import (
    DemoShipments,
    Drive,
    ImportReport,
    PaceView,
    Skip,
)
from doorstep_client.transport import Transport


class Demo:
    """Demo: reach it as ``doorstep.demo``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def drive(
        self,
        body: Drive,
    ) -> PaceView:
        """Send the simulated drivers out. Start the simulated drivers, or let them go on,
        with the clock at ``speed``.

        Refuses with http_400.
        """
        answer: PaceView = self._transport.ask(
            "POST",
            "/demo/drive",
            json=body,
        )
        return answer

    def pause(
        self,
    ) -> PaceView:
        """Let the clock run at the wall's pace. Slow the demo's clock down to real time."""
        answer: PaceView = self._transport.ask(
            "POST",
            "/demo/pause",
        )
        return answer

    def import_demo_shipments(
        self,
        body: DemoShipments,
    ) -> ImportReport:
        """Import made-up orders at the city's real addresses. Generate the demo's orders
        and import them like any file.

        Refuses with http_400, no_region, orders_rejected.
        """
        answer: ImportReport = self._transport.ask(
            "POST",
            "/demo/shipments",
            json=body,
        )
        return answer

    def skip(
        self,
        body: Skip,
    ) -> PaceView:
        """Skip hours in which nothing happens. Move the demo's clock ahead to ``to_at``;
        never back.

        Refuses with http_400.
        """
        answer: PaceView = self._transport.ask(
            "POST",
            "/demo/skip",
            json=body,
        )
        return answer
