"""What all ways of signing in end with: a session, its cookie, and who that is."""

from dataclasses import replace

from fastapi import Request, Response

from doorstep.plumbing import auth
from doorstep.plumbing.auth import Principal
from doorstep.plumbing.auth.presence import Site
from doorstep.plumbing.session_view import SessionView, describe_session
from doorstep.plumbing.unit import Kit
from doorstep.plumbing.web import device_of, set_session_cookie


def enter(request: Request, response: Response, kit: Kit, principal: Principal) -> SessionView:
    """Sign ``principal`` in on the browser that asks."""
    with kit.database.write(None) as session:
        principal = replace(principal, limited=auth.is_limited(session, principal))
        token = auth.start_session(session, kit.wall, kit.rng, principal, device_of(request))
    set_session_cookie(request, response, token)
    return show_session(request, kit, principal)


def show_session(request: Request, kit: Kit, principal: Principal) -> SessionView:
    """Return who is signed in, as the API says it."""
    demo = getattr(request.app.state, "demo", None) is not None
    return describe_session(kit, principal, demo=demo)


def site_of(request: Request) -> Site:
    """Return the address people reach this server under: the one set, or the one they asked."""
    public: str = request.app.state.settings.public_url
    origin = public or f"{request.url.scheme}://{request.url.netloc}"
    host = origin.partition("://")[2]
    return Site(host.rpartition(":")[0] if ":" in host else host, origin)
