"""Sign in with the company's own provider, which is the operator's to set."""

import hmac
from typing import Annotated, Any
from urllib.parse import quote

from fastapi import APIRouter, Query, Request, Response
from fastapi.responses import RedirectResponse

from doorstep.api.entering import enter, site_of
from doorstep.plumbing.auth import oidc
from doorstep.plumbing.auth.errors import ProviderRefusedError
from doorstep.plumbing.auth.oidc import Provider
from doorstep.plumbing.guesses import SIGN_IN
from doorstep.plumbing.problem import DoorstepError, NotFoundError
from doorstep.plumbing.refusals import refuses
from doorstep.plumbing.web import Anyone, View, guard_guess

router = APIRouter(tags=["Session"])

_COOKIE = "doorstep_oidc"
_PATH = "/api/v1/session/oidc"
_AWAY: dict[int | str, dict[str, Any]] = {
    307: {"description": "To the provider, or back to the console."}
}
_LONGEST = 4000


class MethodsView(View):
    """How people can sign in here; ``provider`` names the company's own sign-in, or is null."""

    provider: str | None


@router.get("/session/methods", summary="How people can sign in")
def list_methods(kit: Anyone, request: Request) -> MethodsView:
    """Return the ways beside password, passkey and code."""
    assert kit  # noqa: S101 -- open to everybody
    settings = request.app.state.settings
    name = settings.oidc_name or settings.oidc_issuer.partition("://")[2].partition("/")[0]
    return MethodsView(provider=name if settings.oidc_issuer else None)


@router.get(
    "/session/oidc",
    summary="Sign in elsewhere",
    response_class=RedirectResponse,
    responses=_AWAY,
    status_code=307,
)
@refuses("not_found", "too_many_guesses")
def begin_elsewhere(kit: Anyone, request: Request) -> Response:
    """Send the browser to the provider; it comes back to the callback."""
    try:
        with guard_guess(request, SIGN_IN):
            address, state = oidc.begin(kit, _provider(request))
    except ProviderRefusedError as error:
        return _refuse(error)
    response = RedirectResponse(address)
    response.set_cookie(
        _COOKIE,
        state,
        max_age=600,
        httponly=True,
        samesite="lax",
        secure=site_of(request).origin.startswith("https:"),
        path=_PATH,
    )
    return response


@router.get(
    "/session/oidc/callback",
    summary="Come back from elsewhere",
    response_class=RedirectResponse,
    responses=_AWAY,
    status_code=307,
)
@refuses("not_found")
def come_back(
    kit: Anyone,
    request: Request,
    state: Annotated[str, Query(max_length=200)] = "",
    code: Annotated[str, Query(max_length=_LONGEST)] = "",
) -> Response:
    """Check what the provider says and set the session cookie."""
    provider = _provider(request)
    response = RedirectResponse("/")
    try:
        with guard_guess(request, SIGN_IN):
            # The browser that comes back must be the one that went, else somebody could be
            # signed in to an account that is not theirs without noticing.
            if not state or not hmac.compare_digest(request.cookies.get(_COOKIE, ""), state):
                message = "This sign-in was begun in another browser."
                raise ProviderRefusedError(message)
            if not code:
                message = "The provider let nobody in."
                raise ProviderRefusedError(message)
            proven = oidc.finish(kit, provider, state, code)
            principal = oidc.sign_in(kit, proven, provider.issuer)
        enter(request, response, kit, principal)
    except DoorstepError as error:
        response = _refuse(error)
    response.delete_cookie(_COOKIE, path=_PATH)
    return response


def _provider(request: Request) -> Provider:
    settings = request.app.state.settings
    if not settings.oidc_issuer:
        message = "No provider is set."
        raise NotFoundError(message)
    return Provider(
        settings.oidc_issuer,
        settings.oidc_client_id,
        settings.oidc_client_secret.get_secret_value(),
        f"{site_of(request).origin}{_PATH}/callback",
    )


def _refuse(error: DoorstepError) -> RedirectResponse:
    """Send the browser to the console, which says why; behind ``#``, so that no log has it."""
    return RedirectResponse(f"/#refused={quote(error.code)}")
