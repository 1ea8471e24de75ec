# Written by tools/python_client.py from the API description; do not edit.
"""Disruptions: operations."""

from doorstep_client.generated.models import (
    DisruptionBody,
    DisruptionView,
    DisruptionsView,
    PreviewBody,
    PreviewView,
    StreetNamesView,
    StreetView,
)
from doorstep_client.transport import Transport


class Disruptions:
    """Disruptions: reach it as ``doorstep.disruptions``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def list_disruptions(
        self,
        *,
        from_at: str | None = None,
        until_at: str | None = None,
    ) -> DisruptionsView:
        """List disruptions of the roads. Return those in force at some time between two
        instants; without them, all."""
        answer: DisruptionsView = self._transport.ask(
            "GET",
            "/disruptions",
            query={"from_at": from_at, "until_at": until_at},
        )
        return answer

    def create_disruption(
        self,
        body: DisruptionBody,
    ) -> DisruptionView:
        """Close or slow down streets. Keep a disruption; the next plan goes by it.

        Refuses with no_region, disruption_invalid.
        """
        answer: DisruptionView = self._transport.ask(
            "POST",
            "/disruptions",
            json=body,
        )
        return answer

    def export_disruptions(
        self,
    ) -> str:
        """All disruptions as a file. Return a FeatureCollection that the import reads back."""
        answer: str = self._transport.ask_text(
            "GET",
            "/disruptions.geojson",
        )
        return answer

    def import_disruptions(
        self,
        body: bytes | str,
    ) -> DisruptionsView:
        """Import disruptions from GeoJSON. Create each feature, or change the one it was
        exported from; all or none.

        Refuses with no_region, disruption_invalid, geojson_unreadable.
        """
        answer: DisruptionsView = self._transport.ask(
            "POST",
            "/disruptions/import",
            content=body,
            media_type="application/geo+json",
        )
        return answer

    def preview_disruption(
        self,
        body: PreviewBody,
    ) -> PreviewView:
        """What a drawing means. Return the streets a drawing would close or slow down;
        nothing is kept.

        Refuses with no_region, disruption_invalid.
        """
        answer: PreviewView = self._transport.ask(
            "POST",
            "/disruptions/preview",
            json=body,
        )
        return answer

    def delete_disruption(
        self,
        disruption_id: str,
    ) -> None:
        """Delete a disruption. Take it out as if it had never been; the journal keeps it.

        Refuses with disruption_not_found.
        """
        self._transport.send(
            "DELETE",
            f"/disruptions/{self._transport.quote(disruption_id)}",
        )

    def get_disruption(
        self,
        disruption_id: str,
    ) -> DisruptionView:
        """Get one disruption. Return one disruption with its version as ETag.

        Refuses with disruption_not_found.
        """
        answer: DisruptionView = self._transport.ask(
            "GET",
            f"/disruptions/{self._transport.quote(disruption_id)}",
        )
        return answer

    def change_disruption(
        self,
        disruption_id: str,
        body: DisruptionBody,
        *,
        version: int,
    ) -> DisruptionView:
        """Change a disruption. Replace a disruption as it was when it was read.

        Refuses with disruption_not_found, no_region, version_stale, disruption_invalid.
        """
        answer: DisruptionView = self._transport.ask(
            "PUT",
            f"/disruptions/{self._transport.quote(disruption_id)}",
            json=body,
            version=version,
        )
        return answer

    def end_disruption(
        self,
        disruption_id: str,
    ) -> DisruptionView:
        """End a disruption now. Have it end now; one that has not begun never comes into
        force.

        Refuses with disruption_not_found, disruption_over.
        """
        answer: DisruptionView = self._transport.ask(
            "POST",
            f"/disruptions/{self._transport.quote(disruption_id)}/end",
        )
        return answer

    def find_streets(
        self,
        *,
        q: str,
    ) -> StreetNamesView:
        """Find streets by name. Return names that hold the text, those that begin with it
        first.

        Refuses with no_region.
        """
        answer: StreetNamesView = self._transport.ask(
            "GET",
            "/streets",
            query={"q": q},
        )
        return answer

    def get_street(
        self,
        name: str,
    ) -> StreetView:
        """The line of a street. Return all of a street, to draw a disruption along it.

        Refuses with street_not_found, no_region.
        """
        answer: StreetView = self._transport.ask(
            "GET",
            f"/streets/{self._transport.quote(name)}",
        )
        return answer
