"""Signing in and out, and the business's clock."""

from datetime import datetime

from fastapi import APIRouter, Request, Response
from pydantic import Field

from doorstep.kernel import ScaledClock
from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal, Role
from doorstep.plumbing.guesses import SIGN_IN
from doorstep.plumbing.problem import NotAllowedError
from doorstep.plumbing.session_view import SessionView, describe_session
from doorstep.plumbing.unit import Kit
from doorstep.plumbing.web import (
    TOO_MANY,
    Anyone,
    Body,
    View,
    end_session,
    find_caller,
    guard_guess,
    set_session_cookie,
)

router = APIRouter(tags=["Session"])


class NotAnAccountCodeError(NotAllowedError):
    """A driver's code was used at the console."""

    code = "not_an_account_code"
    title = "This is a driver's code"
    action = "Open the driver's app and enter it there."


class SignIn(Body):
    """E-mail and password of an account."""

    email: str = Field(max_length=320, examples=["ada@example.com"])
    password: str = Field(max_length=1000)


class Code(Body):
    """A one-time sign-in code."""

    code: str = Field(max_length=40, examples=["K7QM-4XPT"])


class ClockView(View):
    """The time of the business; ``speed`` is above 1 when the demo runs fast."""

    now_at: datetime
    speed: float


@router.post("/session", summary="Sign in with e-mail and password", responses=TOO_MANY)
def sign_in(body: SignIn, kit: Anyone, request: Request, response: Response) -> SessionView:
    """Sign an account in and set the session cookie."""
    # Checking a password is slow on purpose: no writer waits for it.
    with guard_guess(request, SIGN_IN), kit.database.read(None) as session:
        principal = auth.check_password(session, email=body.email, password=body.password)
    with kit.database.write(None) as session:
        token = auth.start_session(session, kit.wall, kit.rng, principal)
    set_session_cookie(request, response, token)
    return _describe(request, kit, principal)


@router.post("/session/link", summary="Sign in with a one-time code", responses=TOO_MANY)
def sign_in_by_code(body: Code, kit: Anyone, request: Request, response: Response) -> SessionView:
    """Use up a one-time code and set the session cookie."""
    with guard_guess(request, SIGN_IN), kit.database.write(None) as session:
        principal, token = auth.redeem_code(session, kit.wall, kit.rng, body.code)
        if principal.role is Role.DRIVER:
            message = "This code signs a driver in to the driver's app."
            raise NotAnAccountCodeError(message)
    set_session_cookie(request, response, token)
    return _describe(request, kit, principal)


@router.get("/session", summary="Who is signed in")
def get_session(kit: Anyone, request: Request) -> SessionView | None:
    """Return who is signed in, or null: asking is no mistake, so it is no error either."""
    principal = find_caller(request)
    return _describe(request, kit, principal) if principal else None


@router.delete("/session", status_code=204, summary="Sign out")
def sign_out(kit: Anyone, request: Request, response: Response) -> None:
    """End the session, effective on the next request."""
    end_session(request, response, kit)


@router.get("/clock", summary="The time of the business")
def get_clock(kit: Anyone) -> ClockView:
    """Return the present instant and how fast it runs."""
    speed = kit.clock.speed if isinstance(kit.clock, ScaledClock) else 1.0
    return ClockView(now_at=kit.clock.now(), speed=speed)


def _describe(request: Request, kit: Kit, principal: Principal) -> SessionView:
    demo = getattr(request.app.state, "demo", None) is not None
    return describe_session(kit, principal, demo=demo)
