# Written by tools/python_client.py from the API description; do not edit.
"""Held reports: operations."""

from typing import Literal

from doorstep_client.generated.models import (
    FileView,
    HandedOverView,
    HeldReportView,
    HeldReportsBody,
    HeldReportsView,
    SetAside,
)
from doorstep_client.transport import Transport


class HeldReports:
    """Held reports: reach it as ``doorstep.held_reports``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def put_held_file(
        self,
        device_id: str,
        sha256: str,
        body: bytes,
        *,
        media_type: Literal['image/jpeg', 'image/png', 'image/webp'] = "image/jpeg",
    ) -> FileView:
        """Send a photo that a held report names. Store a picture that a waiting report of
        this phone names; no other is taken.

        Refuses with not_found, unknown_device, file_too_large, file_damaged, not_a_picture,
        too_many_guesses.
        """
        answer: FileView = self._transport.ask(
            "PUT",
            f"/driver/devices/{self._transport.quote(device_id)}/held-files/{self._transport.quote(sha256)}",
            content=body,
            media_type=media_type,
        )
        return answer

    def hand_over(
        self,
        device_id: str,
        body: HeldReportsBody,
    ) -> HandedOverView:
        """Hand over reports of a phone that is signed out. Keep each report that the phone
        has signed, for the office to release; change nothing.

        Refuses with http_400, unknown_device, too_many_guesses.
        """
        answer: HandedOverView = self._transport.ask(
            "POST",
            f"/driver/devices/{self._transport.quote(device_id)}/held-reports",
            json=body,
        )
        return answer

    def get_held_reports(
        self,
    ) -> HeldReportsView:
        """Reports that wait for the office. Return what phones have handed over whose
        drivers are signed out, undecided."""
        answer: HeldReportsView = self._transport.ask(
            "GET",
            "/held-reports",
        )
        return answer

    def release_held_report(
        self,
        held_id: str,
    ) -> HeldReportView:
        """Let a held report count. Apply the report as if its driver had sent it: delivery,
        proof and cash.

        Refuses with route_not_yours, held_report_not_found, stop_not_on_route, command_reused,
        device_reused, file_missing, held_report_decided, route_recalled, invalid_command.
        """
        answer: HeldReportView = self._transport.ask(
            "POST",
            f"/held-reports/{self._transport.quote(held_id)}/release",
        )
        return answer

    def set_held_report_aside(
        self,
        held_id: str,
        body: SetAside,
    ) -> HeldReportView:
        """Decide that a held report is void. Let the report not count, and keep why; what
        it said of people is forgotten.

        Refuses with http_400, held_report_not_found, held_report_decided.
        """
        answer: HeldReportView = self._transport.ask(
            "POST",
            f"/held-reports/{self._transport.quote(held_id)}/set-aside",
            json=body,
        )
        return answer
