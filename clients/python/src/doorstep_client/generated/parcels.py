# Written by tools/python_client.py from the API description; do not edit.
"""Parcels: operations."""

from doorstep_client.generated.models import (
    ParcelView,
    ScansBody,
    ScansView,
    TransfersView,
)
from doorstep_client.transport import Transport


class Parcels:
    """Parcels: reach it as ``doorstep.parcels``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def scan_parcels(
        self,
        body: ScansBody,
    ) -> ScansView:
        """Scan parcels from hand to hand. Move each scanned parcel; a scan sent twice or
        late changes nothing."""
        answer: ScansView = self._transport.ask(
            "POST",
            "/parcels/scans",
            json=body,
        )
        return answer

    def get_parcel(
        self,
        parcel_id: str,
    ) -> ParcelView:
        """Get one parcel. Return one parcel and with whom it is.

        Refuses with parcel_not_found.
        """
        answer: ParcelView = self._transport.ask(
            "GET",
            f"/parcels/{self._transport.quote(parcel_id)}",
        )
        return answer

    def list_transfers(
        self,
        parcel_id: str,
    ) -> TransfersView:
        """List a parcel's changes of hands. Return a parcel's way from holder to holder.

        Refuses with parcel_not_found.
        """
        answer: TransfersView = self._transport.ask(
            "GET",
            f"/parcels/{self._transport.quote(parcel_id)}/transfers",
        )
        return answer
