"""Signing in and out, joining by a link, and the business's clock."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import Field

from doorstep.api.entering import enter, show_session
from doorstep.kernel import ScaledClock
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Role
from doorstep.plumbing.guesses import ACCOUNT, SIGN_IN
from doorstep.plumbing.problem import NotAllowedError
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.session_view import SessionView
from doorstep.plumbing.web import (
    Anyone,
    Body,
    StrictRoute,
    View,
    device_of,
    end_session,
    find_caller,
    guard_guess,
    set_session_cookie,
)

router = APIRouter(tags=["Session"], route_class=StrictRoute)


class NotAnAccountCodeError(NotAllowedError):
    """A driver's code was used at the console."""

    code = "not_an_account_code"
    title = "This is a driver's code"
    action = "Open the driver's app and enter it there."


class SignIn(Body):
    """E-mail and password of an account, and its phone's code where it asks for one."""

    email: str = Field(max_length=320, examples=["ada@example.com"])
    password: str = Field(max_length=1000)
    second_factor: str | None = Field(
        None,
        max_length=40,
        description="Six digits of an authenticator app, or a recovery code.",
        examples=["123 456"],
    )


class Code(Body):
    """A one-time sign-in code."""

    code: str = Field(max_length=40, examples=["K7QM-4XPT"])


class InvitationToken(Body):
    """The token of an invitation's link."""

    token: str = Field(max_length=100)


class InvitedView(View):
    """What an invitation is for; the e-mail address is empty where the invited one names it."""

    company: str
    email: str
    name: str
    role: Role


class Joining(Body):
    """Who takes the place of an invitation."""

    token: str = Field(max_length=100)
    name: str = Field(min_length=1, max_length=200)
    email: str = Field("", max_length=320, pattern=r"^(|[^@\s]+@[^@\s]+)$")
    password: str = Field(max_length=1000)


class ClockView(View):
    """The time of the business; ``speed`` is above 1 when the demo runs fast."""

    now_at: datetime
    speed: float


@router.post("/session", summary="Sign in with e-mail and password")
@refuses(
    "too_many_guesses",
    "wrong_password",
    "second_factor_needed",
    "wrong_second_factor",
    "server_key",
)
def sign_in(body: SignIn, kit: Anyone, request: Request, response: Response) -> SessionView:
    """Sign an account in and set the session cookie."""
    about = body.email.strip().lower()
    # Checking a password is slow on purpose: no writer waits for it.
    with guard_guess(request, SIGN_IN), guard_guess(request, ACCOUNT, about):
        with kit.database.read(None) as session:
            principal = auth.check_password(session, email=body.email, password=body.password)
            is_two_step = auth.needs_second_factor(session, principal.id)
        if is_two_step and body.second_factor:
            with kit.database.write(None) as session:
                auth.use_second_factor(session, kit, principal.id, body.second_factor)
    if is_two_step and not body.second_factor:
        # No guess: the password was right.
        message = "This account also asks for the code of an authenticator app."
        raise auth.SecondFactorNeededError(message)
    return enter(request, response, kit, principal)


@router.post("/session/link", summary="Sign in with a one-time code")
@refuses("too_many_guesses", "wrong_code", "not_an_account_code")
def sign_in_by_code(body: Code, kit: Anyone, request: Request, response: Response) -> SessionView:
    """Use up a one-time code and set the session cookie."""
    with guard_guess(request, SIGN_IN), kit.database.write(None) as session:
        principal, token = auth.redeem_code(
            session, kit.wall, kit.rng, body.code, device_of(request)
        )
        if principal.kind == "driver":
            message = "This code signs a driver in to the driver's app."
            raise NotAnAccountCodeError(message)
    set_session_cookie(request, response, token)
    return show_session(request, kit, principal)


@router.post("/session/invitation", summary="What an invitation is for")
@refuses("too_many_guesses", "wrong_invitation")
def look_at_invitation(body: InvitationToken, kit: Anyone, request: Request) -> InvitedView:
    """Return company and role of an invitation; its link stays good."""
    with guard_guess(request, SIGN_IN), kit.database.read(None) as session:
        found = auth.get_invitation(session, kit.wall, body.token)
        tenant = auth.find_tenant(session, found.tenant_id)
    return InvitedView(
        company=tenant.name if tenant else "",
        email=found.email,
        name=found.name,
        role=found.role,
    )


@router.post(
    "/session/joining",
    status_code=201,
    summary="Join a company by an invitation",
)
@refuses("too_many_guesses", "wrong_invitation", "address_taken", "weak_password")
def join(body: Joining, kit: Anyone, request: Request, response: Response) -> SessionView:
    """Make an account, use the link up, and sign in."""
    with guard_guess(request, SIGN_IN):
        with kit.database.read(None) as session:
            invitation = auth.get_invitation(session, kit.wall, body.token)
        with kit.write(invitation.tenant_id, f"invitation:{invitation.id}") as unit:
            principal = auth.accept_invitation(
                unit, body.token, name=body.name.strip(), email=body.email, password=body.password
            )
    return enter(request, response, kit, principal)


@router.get("/session", summary="Who is signed in")
def get_session(kit: Anyone, request: Request) -> SessionView | None:
    """Return who is signed in, or null: asking is no mistake, so it is no error either."""
    principal = find_caller(request)
    return show_session(request, kit, principal) if principal else None


@router.delete("/session", status_code=204, summary="Sign out")
def sign_out(kit: Anyone, request: Request, response: Response) -> None:
    """End the session, effective on the next request."""
    end_session(request, response, kit)


@router.get("/clock", summary="The time of the business")
def get_clock(kit: Anyone) -> ClockView:
    """Return the present instant and how fast it runs."""
    speed = kit.clock.speed if isinstance(kit.clock, ScaledClock) else 1.0
    return ClockView(now_at=kit.clock.now(), speed=speed)
