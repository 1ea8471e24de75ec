"""What releasing and driving look like on the wire."""

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import Field, ValidationError

from doorstep.dispatch.errors import InvalidCommandError
from doorstep.dispatch.model import Command, CommandKind, FailReason, Fix, Proof
from doorstep.kernel import Point
from doorstep.plumbing.fields import Instant
from doorstep.plumbing.problem import DoorstepError, Finding
from doorstep.plumbing.web import Body, View

_MOST_COMMANDS = 500
_MOST_PHOTOS = 10
_MAX_ACCURACY_M = 1_000_000.0

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
            proof=Proof(tuple(self.photos), self.signature, self.recipient_name.strip()),
            reason=self.reason,
            note=self.note.strip(),
        )


class CommandsBody(Body):
    """Reports in the order in which they were made.

    One that does not fit is refused by itself, so that it never holds up the others.
    """

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
