"""One's own account: password, second factor, and where one is signed in."""

from datetime import datetime

from fastapi import APIRouter, Request
from pydantic import Field

from doorstep.api.presence_body import PresenceBody
from doorstep.plumbing import auth
from doorstep.plumbing.guesses import ACCOUNT
from doorstep.plumbing.problem import NotFoundError
from doorstep.plumbing.qr_code import draw_qr
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import (
    SESSION_COOKIE,
    AccountHolder,
    Body,
    StrictRoute,
    View,
    guard_guess,
)

router = APIRouter(tags=["Account"], prefix="/account", route_class=StrictRoute)


class OwnSessionView(View):
    """A browser one is signed in with; ``device`` is what it says it is."""

    id: str
    device: str
    began_at: datetime
    expires_at: datetime
    is_this_one: bool


class OwnSessionsView(View):
    """Where one is signed in, the newest first."""

    items: list[OwnSessionView]


class OwnAccountView(View):
    """One's own account."""

    id: str
    name: str
    email: str
    role: str
    has_second_factor: bool
    has_password: bool
    recovery_codes: int
    may: list[str]


class PasswordChange(Body):
    """The password one has, and the one to have."""

    present: str = Field(max_length=1000)
    new: str = Field(max_length=1000)


class CodeBody(Body):
    """A code of the authenticator app."""

    code: str = Field(max_length=20, examples=["123 456"])


class RecoveryCodesView(View):
    """Codes that each stand in once for a lost phone, shown this once."""

    codes: list[str]


class SecondFactorView(View):
    """A new second factor for an authenticator app, shown this once."""

    secret: str
    url: str
    qr_svg: str


@router.get("/sessions", summary="Where one is signed in")
def list_own_sessions(caller: AccountHolder) -> OwnSessionsView:
    """Return the browsers one is signed in with."""
    with caller.read() as unit:
        found = auth.list_sessions(unit, caller.principal.id)
        own_id = auth.find_session_id(unit.session, caller.token)
    return OwnSessionsView(
        items=[
            OwnSessionView(
                id=one.id,
                device=one.device,
                began_at=one.began_at,
                expires_at=one.expires_at,
                is_this_one=one.id == own_id,
            )
            for one in found
        ]
    )


@router.delete("/sessions/{session_id}", status_code=204, summary="Sign one browser out")
@refuses("not_found")
def end_own_session(session_id: str, caller: AccountHolder) -> None:
    """End one of one's own sessions, from its next request on."""
    with caller.write() as unit:
        if not auth.end_session_of(unit, caller.principal.id, session_id):
            message = "There is no session with this id."
            raise NotFoundError(message)


@router.delete("/sessions", status_code=204, summary="Sign all other browsers out")
def end_other_sessions(caller: AccountHolder) -> None:
    """End all of one's sessions but this one."""
    with caller.write() as unit:
        auth.end_sessions_of(unit, caller.principal.id, but_token=caller.token)


@router.put("/password", status_code=204, summary="Change one's password")
@refuses("too_many_guesses", "wrong_password", "weak_password")
def change_password(body: PasswordChange, caller: AccountHolder, request: Request) -> None:
    """Take another password and sign all other browsers out."""
    with guard_guess(request, ACCOUNT, caller.principal.email), caller.write() as unit:
        auth.change_password(
            unit,
            caller.principal.id,
            present=body.present,
            new=body.new,
            but_token=request.cookies.get(SESSION_COOKIE, ""),
        )


@router.post("/second-factor", status_code=201, summary="Begin a second factor")
@refuses("too_many_guesses", "wrong_password", "passkey_refused")
def begin_second_factor(
    body: PresenceBody, caller: AccountHolder, request: Request
) -> SecondFactorView:
    """Return a secret for an authenticator app; it counts once its first code is confirmed."""
    principal = caller.principal
    with guard_guess(request, ACCOUNT, principal.email), caller.write() as unit:
        secret = auth.begin_second_factor(unit, principal.id, body.shown(request))
        company = auth.get_company(unit).name
    url = auth.second_factor_address(secret, principal.email, company)
    return SecondFactorView(secret=secret, url=url, qr_svg=draw_qr(url))


@router.post(
    "/second-factor/confirmation",
    summary="Confirm a second factor",
)
@refuses("too_many_guesses", "wrong_second_factor", "server_key")
def confirm_second_factor(
    body: CodeBody, caller: AccountHolder, request: Request
) -> RecoveryCodesView:
    """Ask for codes at each sign-in from now on, and return codes for a lost phone."""
    with guard_guess(request, ACCOUNT, caller.principal.email), caller.write() as unit:
        codes = auth.confirm_second_factor(unit, caller.principal.id, body.code)
    return RecoveryCodesView(codes=codes)


@router.post("/second-factor/recovery-codes", summary="Renew the recovery codes")
@refuses("too_many_guesses", "wrong_password", "passkey_refused", "second_factor_needed")
def renew_recovery_codes(
    body: PresenceBody, caller: AccountHolder, request: Request
) -> RecoveryCodesView:
    """Return new recovery codes; those of before work no more."""
    with guard_guess(request, ACCOUNT, caller.principal.email), caller.write() as unit:
        codes = auth.renew_recovery_codes(unit, caller.principal.id, body.shown(request))
    return RecoveryCodesView(codes=codes)


@router.post(
    "/second-factor/removal",
    status_code=204,
    summary="Remove the second factor",
)
@refuses("too_many_guesses", "wrong_password", "passkey_refused", "second_factor_kept")
def remove_second_factor(body: PresenceBody, caller: AccountHolder, request: Request) -> None:
    """Ask for no code any more."""
    with guard_guess(request, ACCOUNT, caller.principal.email), caller.write() as unit:
        auth.remove_second_factor(unit, caller.principal.id, body.shown(request))


@router.get("", summary="One's own account")
def get_own_account(caller: AccountHolder) -> OwnAccountView:
    """Return one's account and what one may do."""
    with caller.read() as unit:
        account = auth.get_account(unit, caller.principal.id)
        codes = auth.count_recovery_codes(unit, caller.principal.id)
    return OwnAccountView(
        id=account.id,
        name=account.name,
        email=account.email,
        role=account.role.value,
        has_second_factor=account.has_second_factor,
        has_password=account.has_password,
        recovery_codes=codes,
        may=auth.list_rights(caller.principal),
    )
