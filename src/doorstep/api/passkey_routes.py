"""Passkeys: sign in with the device's own lock, and keep one's passkeys."""

from datetime import datetime
from enum import Enum
from typing import Any

from fastapi import APIRouter, Request, Response
from pydantic import Field

from doorstep.api.entering import enter, site_of
from doorstep.api.presence_body import PresenceBody
from doorstep.plumbing.auth import passkeys
from doorstep.plumbing.guesses import ACCOUNT, SIGN_IN
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.session_view import SessionView
from doorstep.plumbing.web import (
    AccountHolder,
    Anyone,
    Body,
    StrictRoute,
    View,
    guard_guess,
)

router = APIRouter(route_class=StrictRoute)

_SESSION: list[str | Enum] = ["Session"]
_ACCOUNT: list[str | Enum] = ["Account"]


class QuestionView(View):
    """What to ask the device, as browsers take it (WebAuthn level 3), and the ticket to answer."""

    ticket: str
    options: dict[str, Any]


class AnswerBody(Body):
    """What the device answers, as browsers give it, with the ticket of the question."""

    ticket: str = Field(max_length=64)
    answer: dict[str, Any]


class NewPasskeyBody(AnswerBody):
    """A new passkey."""

    name: str = Field(min_length=1, max_length=100, pattern=r"\S", examples=["Ada's phone"])


class PasskeyView(View):
    """A passkey of one's own."""

    id: str
    name: str
    created_at: datetime
    last_used_at: datetime | None


class PasskeysView(View):
    """One's passkeys, the oldest first."""

    items: list[PasskeyView]


@router.post("/session/passkey/question", summary="Ask for a passkey", tags=_SESSION)
def ask_for_passkey(kit: Anyone, request: Request) -> QuestionView:
    """Return what the browser asks the device; any passkey for this address may answer."""
    return QuestionView.model_validate(passkeys.ask_for_passkey(kit, site_of(request)))


@router.post("/session/passkey", summary="Sign in with a passkey", tags=_SESSION)
@refuses("too_many_guesses", "passkey_refused")
def sign_in_by_passkey(
    body: AnswerBody, kit: Anyone, request: Request, response: Response
) -> SessionView:
    """Check the device's answer and set the session cookie; no password is asked for."""
    with guard_guess(request, SIGN_IN), kit.database.write(None) as session:
        principal = passkeys.use_passkey(session, kit, site_of(request), body.ticket, body.answer)
    return enter(request, response, kit, principal)


@router.get("/account/passkeys", summary="One's passkeys", tags=_ACCOUNT)
def list_passkeys(caller: AccountHolder) -> PasskeysView:
    """Return one's passkeys."""
    with caller.read() as unit:
        found = passkeys.list_passkeys(unit, caller.principal.id)
    return PasskeysView(items=[PasskeyView.model_validate(one) for one in found])


@router.post("/account/passkeys/question", summary="Begin a passkey", tags=_ACCOUNT)
@refuses("too_many_guesses", "wrong_password", "passkey_refused")
def begin_passkey(body: PresenceBody, caller: AccountHolder, request: Request) -> QuestionView:
    """Return what the browser asks the device to make a passkey."""
    with guard_guess(request, ACCOUNT, caller.principal.email), caller.write() as unit:
        begun = passkeys.begin_passkey(unit, caller.principal.id, body.shown(request))
    return QuestionView.model_validate(begun)


@router.post("/account/passkeys", status_code=201, summary="Add a passkey", tags=_ACCOUNT)
@refuses("passkey_refused")
def add_passkey(body: NewPasskeyBody, caller: AccountHolder, request: Request) -> PasskeyView:
    """Keep the passkey that the device has made."""
    with caller.write() as unit:
        made = passkeys.add_passkey(
            unit,
            site_of(request),
            caller.principal.id,
            ticket=body.ticket,
            name=body.name.strip(),
            answer=body.answer,
        )
    return PasskeyView.model_validate(made)


@router.post(
    "/account/passkeys/{passkey_id}/removal",
    status_code=204,
    summary="Remove a passkey",
    tags=_ACCOUNT,
)
@refuses(
    "not_found", "second_factor_kept", "too_many_guesses", "wrong_password", "passkey_refused"
)
def remove_passkey(
    passkey_id: str, body: PresenceBody, caller: AccountHolder, request: Request
) -> None:
    """Let a passkey open nothing any more."""
    shown = body.shown(request)
    with guard_guess(request, ACCOUNT, caller.principal.email), caller.write() as unit:
        passkeys.remove_passkey(unit, caller.principal.id, passkey_id, shown)
