"""What releasing and driving look like on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal, Self

from pydantic import AfterValidator, Field, ValidationError

from doorstep.dispatch.errors import InvalidCommandError
from doorstep.dispatch.evidence.device_keys import Algorithm
from doorstep.dispatch.model import (
    Command,
    CommandKind,
    DeviceSeal,
    FailReason,
    Fix,
    HandedTo,
    PinVerdict,
    Proof,
)
from doorstep.dispatch.proofs import SealedAttempt
from doorstep.kernel import Money, Point
from doorstep.plumbing.fields import Instant
from doorstep.plumbing.problem import DoorstepError, Finding
from doorstep.plumbing.strict_json import read_strict_json
from doorstep.plumbing.web import Body, View

_MOST_COMMANDS = 500
_MOST_PHOTOS = 10
_MOST_SCANS = 200
_MAX_ACCURACY_M = 1_000_000.0
_MOST_POINTS = 20_000
_MAX_SIGNED = 1_000_000
_MAX_AMOUNT_MINOR = 10**12

DeviceId = Annotated[str, Field(pattern=r"^[0-9a-f-]{36}$")]
_Sha256 = Annotated[str, Field(pattern=r"^[0-9a-f]{64}$")]
_Id = Annotated[str, Field(min_length=1, max_length=36)]


class DriverCode(Body):
    """A driver's one-time sign-in code."""

    code: str = Field(max_length=40, examples=["K7QM-4XPT"])


class SignInCodeView(View):
    """A new one-time code as text, as a link and as a QR code of the link."""

    code: str
    url: str
    qr_svg: str
    expires_at: datetime


class ReportedPosition(Body):
    """Where the device was, degrees WGS 84."""

    lat: float = Field(ge=-90, le=90, allow_inf_nan=False)
    lon: float = Field(ge=-180, le=180, allow_inf_nan=False)
    accuracy_m: float | None = Field(None, ge=0, le=_MAX_ACCURACY_M, allow_inf_nan=False)


def _read_strokes(strokes: list[Any]) -> list[Any]:
    """Check lines of points [x, y, milliseconds], x and y as shares of the pad."""
    if sum(len(stroke) for stroke in strokes) > _MOST_POINTS:
        message = f"a signature may have {_MOST_POINTS} points"
        raise ValueError(message)
    for stroke in strokes:
        for x, y, ms in stroke:
            if not (0 <= x <= 1 and 0 <= y <= 1 and ms >= 0 and ms == int(ms)):
                message = "a point is x and y from 0 to 1 and whole milliseconds"
                raise ValueError(message)
    return strokes


Strokes = Annotated[
    list[list[Annotated[list[float], Field(min_length=3, max_length=3)]]],
    AfterValidator(_read_strokes),
]
"""A signature as it was drawn."""


class Cash(Body):
    """Money that was collected at the door."""

    amount_minor: int = Field(ge=0, le=_MAX_AMOUNT_MINOR)
    currency: str = Field(pattern=r"^[A-Z]{3}$", examples=["EUR"])


class DeviceBody(Body):
    """Which device made the report, and its signature.

    ``signed`` is the report's JSON without ``device``, as a text, exactly as it was signed.
    """

    id: DeviceId
    sequence: int = Field(ge=1, le=2**31 - 1)
    signed: str = Field("", max_length=_MAX_SIGNED)
    signature: str = Field("", max_length=200)


class NewDevice(Body):
    """The public half of a device's key, as SubjectPublicKeyInfo in base64url."""

    algorithm: Annotated[Algorithm, Field(strict=False)]
    public_key: str = Field(max_length=1000)


class DeviceView(View):
    """A registered device."""

    id: str
    algorithm: Algorithm
    registered_at: datetime


class AttemptView(View):
    """One attempt and its proof."""

    id: str
    outcome: Literal["delivered", "failed"]
    reason: FailReason | None
    disputed: str
    happened_at: datetime
    recorded_at: datetime
    distance_m: int | None
    clock_offset_s: float | None
    signed: Literal["valid", "unsigned", "unknown_device", "wrong", "other_report"]
    handed_to: HandedTo
    pin: PinVerdict
    flags: list[str]
    evidence_sha256: str | None
    bundle_url: str | None
    receipt_url: str | None

    @classmethod
    def of(cls, sealed: SealedAttempt) -> Self:
        """Return the view of an attempt."""
        attempt = sealed.attempt
        kept = sealed.evidence_sha256 is not None
        return cls(
            id=attempt.id,
            outcome=attempt.outcome.value,
            reason=attempt.reason,
            disputed=attempt.disputed,
            happened_at=attempt.happened_at,
            recorded_at=attempt.recorded_at,
            distance_m=sealed.distance_m,
            clock_offset_s=sealed.clock_offset_s,
            signed=sealed.signed,
            handed_to=attempt.proof.handed_to,
            pin=attempt.pin,
            flags=list(sealed.flags),
            evidence_sha256=sealed.evidence_sha256,
            bundle_url=f"/api/v1/attempts/{attempt.id}/proof.zip" if kept else None,
            receipt_url=f"/api/v1/attempts/{attempt.id}/receipt.pdf" if kept else None,
        )


class AttemptsView(View):
    """The attempts at a stop, first to last."""

    items: list[AttemptView]


class DeviceGapView(View):
    """A device of which some reports are missing."""

    device_id: str
    driver_id: str
    last_sequence: int
    count: int
    missing: list[int]


class DeviceGapsView(View):
    """Devices of which some reports are missing."""

    items: list[DeviceGapView]


class CommandBody(Body):
    """One report of a driver; ``id`` is made on the device and makes a repetition harmless."""

    id: Annotated[str, Field(pattern=r"^[0-9a-fA-F-]{36}$")]
    kind: Annotated[CommandKind, Field(strict=False)]
    route_id: _Id
    happened_at: Instant
    stop_id: _Id | None = None
    position: ReportedPosition | None = None
    photos: list[_Sha256] = Field(default=[], max_length=_MOST_PHOTOS)
    signature: _Sha256 | None = None
    recipient_name: str = Field("", max_length=200)
    reason: Annotated[FailReason | None, Field(strict=False)] = None
    note: str = Field("", max_length=2000)
    scans: list[Annotated[str, Field(max_length=200)]] = Field(default=[], max_length=_MOST_SCANS)
    strokes: Strokes = Field(default=[])
    age_checked: int | None = Field(None, ge=1, le=120)
    pin: str = Field("", max_length=20)
    handed_to: Annotated[HandedTo, Field(strict=False)] = HandedTo.RECIPIENT
    cash: Cash | None = None
    device: DeviceBody | None = None

    def to_command(self) -> Command:
        """Return the command that was sent."""
        fix = None
        if self.position is not None:
            fix = Fix(Point(self.position.lat, self.position.lon), self.position.accuracy_m)
        return Command(
            id=self.id.lower(),
            kind=self.kind,
            route_id=self.route_id,
            happened_at=self.happened_at,
            stop_id=self.stop_id,
            position=fix,
            proof=Proof(
                photos=tuple(self.photos),
                signature=self.signature,
                recipient_name=self.recipient_name.strip(),
                scans=tuple(one.strip() for one in self.scans),
                strokes=tuple(
                    tuple((float(x), float(y), int(ms)) for x, y, ms in stroke)
                    for stroke in self.strokes
                ),
                age_checked=self.age_checked,
                pin=self.pin.strip(),
                handed_to=self.handed_to,
            ),
            reason=self.reason,
            note=self.note.strip(),
            cash=Money(self.cash.amount_minor, self.cash.currency) if self.cash else None,
            device=self._seal(self.device) if self.device else None,
        )

    def _seal(self, device: DeviceBody) -> DeviceSeal:
        return DeviceSeal(
            device_id=device.id,
            sequence=device.sequence,
            signed=device.signed,
            signature=device.signature,
            same=self._is_what_was_signed(device.signed),
        )

    def _is_what_was_signed(self, signed: str) -> bool:
        try:
            other = CommandBody.model_validate(read_strict_json(signed.encode()))
        except (DoorstepError, ValidationError):
            return False
        return other.model_copy(update={"device": self.device}) == self


class CommandsBody(Body):
    """Reports in the order in which they were made.

    One that does not fit is refused by itself, so that it never holds up the others. ``sent_at``
    is the device's clock at the moment of sending, which tells how far off it is.
    """

    sent_at: Instant | None = None
    commands: list[Annotated[CommandBody | dict[str, Any], Field(union_mode="left_to_right")]] = (
        Field(max_length=_MOST_COMMANDS)
    )


class ProblemView(View):
    """Why something was refused and what to do about it."""

    type: str
    title: str
    status: int
    detail: str
    code: str
    action: str
    findings: list[dict[str, Any]] = Field(default=[])


class CommandResult(View):
    """What became of one report."""

    id: str
    outcome: Literal["applied", "already_applied", "refused"]
    problem: ProblemView | None = None


class CommandResults(View):
    """What became of each report, in the order in which they were sent."""

    results: list[CommandResult]


class FileView(View):
    """A file that has arrived."""

    sha256: str
    size: int


def read_command(body: CommandBody | dict[str, Any]) -> Command:
    """Return the command in ``body``.

    Raises
    ------
    InvalidCommandError
        It does not fit; says everything that is wrong with it.
    """
    if isinstance(body, CommandBody):
        return body.to_command()
    try:
        return CommandBody.model_validate(body).to_command()
    except ValidationError as error:
        findings = [
            Finding(
                column=".".join(str(part) for part in one["loc"]),
                reason=one["msg"],
                fix="Send what the API description asks for here.",
            )
            for one in error.errors(include_url=False, include_context=False)
        ]
        message = "The report does not fit the API description."
        raise InvalidCommandError(message, findings=findings) from error


def id_of(body: CommandBody | dict[str, Any]) -> str:
    """Return the id by which the sender knows the command, or empty when it has none."""
    if isinstance(body, CommandBody):
        return body.id
    sent = str(body.get("id", ""))
    # What is no valid Unicode cannot be sent back.
    return sent if sent.isprintable() else ""


def refusal(command_id: str, error: DoorstepError) -> CommandResult:
    """Return the answer to a command that was refused."""
    problem = ProblemView.model_validate(error.as_problem())
    return CommandResult(id=command_id, outcome="refused", problem=problem)
