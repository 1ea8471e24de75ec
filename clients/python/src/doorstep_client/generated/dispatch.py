# Written by tools/python_client.py from the API description; do not edit.
"""Dispatch: operations."""

from typing import Literal

from doorstep_client.generated.models import (
    AttemptsView,
    CommandResults,
    CommandsBody,
    DeviceGapsView,
    DeviceView,
    DriverCode,
    FileView,
    NewDevice,
    PlanView,
    SessionView,
    SignInCodeView,
)
from doorstep_client.transport import Transport


class Dispatch:
    """Dispatch: reach it as ``doorstep.dispatch``."""

    def __init__(self, transport: Transport) -> None:
        self._transport = transport

    def get_bundle(
        self,
        attempt_id: str,
        *,
        as_sent: bool | None = None,
    ) -> bytes:
        """The proof bundle of an attempt. Return a file that ``doorstep proof verify``
        checks without this server.

        Refuses with no_proof.
        """
        answer: bytes = self._transport.ask_bytes(
            "GET",
            f"/attempts/{self._transport.quote(attempt_id)}/proof.zip",
            query={"as_sent": as_sent},
        )
        return answer

    def get_receipt(
        self,
        attempt_id: str,
    ) -> bytes:
        """The receipt of an attempt. Return what is known about the attempt as a page to
        print.

        Refuses with no_proof.
        """
        answer: bytes = self._transport.ask_bytes(
            "GET",
            f"/attempts/{self._transport.quote(attempt_id)}/receipt.pdf",
        )
        return answer

    def get_gaps(
        self,
    ) -> DeviceGapsView:
        """Reports that were numbered and never arrived. Return the devices of which some
        reports are missing, and which."""
        answer: DeviceGapsView = self._transport.ask(
            "GET",
            "/devices/gaps",
        )
        return answer

    def take_commands(
        self,
        body: CommandsBody,
    ) -> CommandResults:
        """Report what happened on the road. Apply each report once, each wholly or not at
        all, and answer for each by its id.

        Refuses with http_400.
        """
        answer: CommandResults = self._transport.ask(
            "POST",
            "/driver/commands",
            json=body,
        )
        return answer

    def put_device(
        self,
        device_id: str,
        body: NewDevice,
    ) -> DeviceView:
        """Register the device's public key. Remember the key that signs the device's
        reports; doing it twice does no harm.

        Refuses with http_400, device_reused, bad_device_key.
        """
        answer: DeviceView = self._transport.ask(
            "PUT",
            f"/driver/devices/{self._transport.quote(device_id)}",
            json=body,
        )
        return answer

    def put_file(
        self,
        sha256: str,
        body: bytes,
        *,
        media_type: Literal['image/jpeg', 'image/png', 'image/webp'] = "image/jpeg",
    ) -> FileView:
        """Send a photo or signature. Store a picture under the SHA-256 of its bytes;
        sending it twice does no harm.

        Refuses with file_too_large, file_damaged, not_a_picture.
        """
        answer: FileView = self._transport.ask(
            "PUT",
            f"/driver/files/{self._transport.quote(sha256)}",
            content=body,
            media_type=media_type,
        )
        return answer

    def sign_out_driver(
        self,
    ) -> None:
        """Sign the driver out. End the driver's session on this device, effective on the
        next request."""
        self._transport.send(
            "DELETE",
            "/driver/session",
        )

    def sign_in_driver(
        self,
        body: DriverCode,
    ) -> SessionView:
        """Sign a driver in with a one-time code. Use up the code and set the session
        cookie.

        Refuses with http_400, wrong_code, not_a_driver_code, too_many_guesses.
        """
        answer: SessionView = self._transport.ask(
            "POST",
            "/driver/session",
            json=body,
        )
        return answer

    def make_sign_in_code(
        self,
        driver_id: str,
        *,
        company: str | None = None,
    ) -> SignInCodeView:
        """Make a one-time sign-in code for a driver. Return a code that signs the driver in
        once, within 24 hours. With a ``company``, it is for a courier of that other
        company, and lasts a day.

        Refuses with driver_not_found.
        """
        answer: SignInCodeView = self._transport.ask(
            "POST",
            f"/drivers/{self._transport.quote(driver_id)}/sign-in-codes",
            query={"company": company},
        )
        return answer

    def get_file(
        self,
        sha256: str,
    ) -> bytes:
        """A photo or signature. Return the copy of a picture that a driver has sent:
        without the camera's own notes.

        Refuses with not_found.
        """
        answer: bytes = self._transport.ask_bytes(
            "GET",
            f"/files/{self._transport.quote(sha256)}",
        )
        return answer

    def recall(
        self,
        plan_id: str,
    ) -> PlanView:
        """Take a released plan back. Take the routes back, as long as no driver has
        started.

        Refuses with plan_not_found, plan_not_released, plan_status, route_started.
        """
        answer: PlanView = self._transport.ask(
            "POST",
            f"/plans/{self._transport.quote(plan_id)}/recall",
        )
        return answer

    def release(
        self,
        plan_id: str,
    ) -> PlanView:
        """Release a plan to its drivers. Freeze the plan's routes and hand them to their
        drivers.

        Refuses with plan_not_found, driver_missing, nothing_to_release, plan_already_released,
        plan_not_ready, plan_status, shipments_changed, vehicle_busy.
        """
        answer: PlanView = self._transport.ask(
            "POST",
            f"/plans/{self._transport.quote(plan_id)}/release",
        )
        return answer

    def get_attempts(
        self,
        stop_id: str,
    ) -> AttemptsView:
        """The attempts at a stop and their proof. Return every attempt, disputed ones too,
        with where its evidence is to be had."""
        answer: AttemptsView = self._transport.ask(
            "GET",
            f"/stops/{self._transport.quote(stop_id)}/attempts",
        )
        return answer
