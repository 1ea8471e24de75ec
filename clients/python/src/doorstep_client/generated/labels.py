# Written by tools/python_client.py from the API description; do not edit.
"""Labels: operations."""

from doorstep_client.generated.models import (
    LabelSettings,
    LabelSettingsBody,
    LabelsBody,
)
from doorstep_client.transport import Transport


class Labels:
    """Labels: reach it as ``doorstep.labels``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get_label_settings(
        self,
    ) -> LabelSettings:
        """Get how parcels are numbered. Return the company's GS1 prefix."""
        answer: LabelSettings = self._transport.ask(
            "GET",
            "/label-settings",
        )
        return answer

    def set_label_settings(
        self,
        body: LabelSettingsBody,
    ) -> LabelSettings:
        """Set how parcels are numbered. Let new numbers of parcels carry this GS1 prefix."""
        answer: LabelSettings = self._transport.ask(
            "PUT",
            "/label-settings",
            json=body,
        )
        return answer

    def print_labels(
        self,
        body: LabelsBody,
    ) -> bytes:
        """Print labels. Return the labels of parcels; those without a number are given one,
        for good.

        Refuses with shipment_not_found, labels_impossible.
        """
        answer: bytes = self._transport.ask_bytes(
            "POST",
            "/labels",
            json=body,
        )
        return answer
