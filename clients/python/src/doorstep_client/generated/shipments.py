# Written by tools/python_client.py from the API description; do not edit.
"""Shipments: operations."""

from doorstep_client.generated.models import (
    HistoryView,
    ManyBody,
    ManyView,
    ParcelsView,
    ShipmentChange,
    ShipmentStatus,
    ShipmentView,
    ShipmentsView,
    SplitBody,
    SplitView,
    WhyBody,
)
from doorstep_client.transport import Transport


class Shipments:
    """Shipments: reach it as ``doorstep.shipments``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_shipments(
        self,
        *,
        service_on: str | None = None,
        status: ShipmentStatus | None = None,
        merchant: str | None = None,
        q: str | None = None,
        limit: int | None = None,
        cursor: str | None = None,
    ) -> ShipmentsView:
        """List and search shipments. Return a page by service date and reference; ``q``
        looks in reference, name and address.

        Refuses with cursor_invalid.
        """
        answer: ShipmentsView = self._transport.ask(
            "GET",
            "/shipments",
            query={"service_on": service_on, "status": status, "merchant": merchant, "q": q, "limit": limit, "cursor": cursor},
        )
        return answer

    def change_shipments(
        self,
        body: ManyBody,
    ) -> ManyView:
        """Hold, resume, cancel or reinstate several shipments. Do the same with up to 500
        shipments; one that is refused keeps no other from it. Where one of them is not
        there, nothing is done, and it is not said which.

        Refuses with shipment_not_found, cutoff_passed, shipment_status.
        """
        answer: ManyView = self._transport.ask(
            "POST",
            "/shipments/bulk",
            json=body,
        )
        return answer

    def export_shipments(
        self,
        *,
        service_on: str | None = None,
        status: ShipmentStatus | None = None,
        merchant: str | None = None,
        q: str | None = None,
    ) -> str:
        """Take shipments away as a file. Return what the list shows, as a file that no
        spreadsheet runs a formula of.

        Refuses with too_many_exports.
        """
        answer: str = self._transport.ask_text(
            "GET",
            "/shipments/export.csv",
            query={"service_on": service_on, "status": status, "merchant": merchant, "q": q},
        )
        return answer

    def get_shipment(
        self,
        shipment_id: str,
    ) -> ShipmentView:
        """Get one shipment. Return one shipment.

        Refuses with shipment_not_found.
        """
        answer: ShipmentView = self._transport.ask(
            "GET",
            f"/shipments/{self._transport.quote(shipment_id)}",
        )
        return answer

    def change_shipment(
        self,
        shipment_id: str,
        body: ShipmentChange,
        *,
        version: int,
    ) -> ShipmentView:
        """Change a shipment. Change what nobody has planned yet; a new address is looked
        up, a given point believed.

        Refuses with shipment_not_found, cutoff_passed, no_region, reference_taken,
        shipment_status, version_stale, address_outside.
        """
        answer: ShipmentView = self._transport.ask(
            "PATCH",
            f"/shipments/{self._transport.quote(shipment_id)}",
            json=body,
            version=version,
        )
        return answer

    def cancel_shipment(
        self,
        shipment_id: str,
        body: WhyBody,
        *,
        version: int,
    ) -> ShipmentView:
        """Cancel a shipment. Cancel what nobody has planned yet, up to the order's cut-off.

        Refuses with shipment_not_found, cutoff_passed, shipment_status, version_stale.
        """
        answer: ShipmentView = self._transport.ask(
            "POST",
            f"/shipments/{self._transport.quote(shipment_id)}/cancel",
            json=body,
            version=version,
        )
        return answer

    def list_history(
        self,
        shipment_id: str,
    ) -> HistoryView:
        """List what happened to a shipment. Return who did what to it and where its parcels
        went.

        Refuses with shipment_not_found.
        """
        answer: HistoryView = self._transport.ask(
            "GET",
            f"/shipments/{self._transport.quote(shipment_id)}/history",
        )
        return answer

    def hold_shipment(
        self,
        shipment_id: str,
        body: WhyBody,
        *,
        version: int,
    ) -> ShipmentView:
        """Hold a shipment. Keep a shipment back: it is not planned until it is resumed.

        Refuses with shipment_not_found, shipment_status, version_stale.
        """
        answer: ShipmentView = self._transport.ask(
            "POST",
            f"/shipments/{self._transport.quote(shipment_id)}/hold",
            json=body,
            version=version,
        )
        return answer

    def list_parcels(
        self,
        shipment_id: str,
    ) -> ParcelsView:
        """List a shipment's parcels. Return each physical unit, and with whom it is.

        Refuses with shipment_not_found.
        """
        answer: ParcelsView = self._transport.ask(
            "GET",
            f"/shipments/{self._transport.quote(shipment_id)}/parcels",
        )
        return answer

    def reinstate_shipment(
        self,
        shipment_id: str,
        *,
        version: int,
    ) -> ShipmentView:
        """Take a cancellation back. Let a cancelled shipment be delivered after all.

        Refuses with shipment_not_found, shipment_status, version_stale.
        """
        answer: ShipmentView = self._transport.ask(
            "POST",
            f"/shipments/{self._transport.quote(shipment_id)}/reinstate",
            version=version,
        )
        return answer

    def resume_shipment(
        self,
        shipment_id: str,
        *,
        version: int,
    ) -> ShipmentView:
        """Resume a shipment. Let a held shipment go on.

        Refuses with shipment_not_found, shipment_status, version_stale.
        """
        answer: ShipmentView = self._transport.ask(
            "POST",
            f"/shipments/{self._transport.quote(shipment_id)}/resume",
            version=version,
        )
        return answer

    def split_shipment(
        self,
        shipment_id: str,
        body: SplitBody,
        *,
        version: int,
    ) -> SplitView:
        """Split a shipment. Move some parcels into a new shipment of the same order, for
        another day if need be.

        Refuses with shipment_not_found, cutoff_passed, reference_taken, shipment_status,
        version_stale, split_invalid.
        """
        answer: SplitView = self._transport.ask(
            "POST",
            f"/shipments/{self._transport.quote(shipment_id)}/split",
            json=body,
            version=version,
        )
        return answer
